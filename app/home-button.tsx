// The one way on from a page that leads nowhere else. Called by not-found and goodbye.
import type { Text } from "#lib/text/ko";

export function HomeButton({ text }: { text: Text }) {
  return (
    <a className="button" href="/">
      {text.notFound.home}
    </a>
  );
}
