// A person's picture. Called by signed-in-home.tsx.
import { Mark } from "../brand/mark";

/** The initial (or the beetle) lies beneath the picture: one that fails to load uncovers it. */
export function Avatar({ nickname, image }: { nickname: string | null; image: string | null }) {
  const initial = nickname === null ? null : findFirstGrapheme(nickname);
  return (
    <span className="avatar">
      <span className="avatar-initial" aria-hidden="true">
        {initial ?? <Mark size="small" />}
      </span>
      {image !== null && (
        // biome-ignore lint/performance/noImgElement: next/image would fetch it through our server
        <img src={image} alt="" width={96} height={96} referrerPolicy="no-referrer" />
      )}
    </span>
  );
}

/** A flag or a family is several code points and one sign. */
function findFirstGrapheme(text: string): string | null {
  const [first] = new Intl.Segmenter().segment(text.trim());
  return first?.segment.toLocaleUpperCase() ?? null;
}
