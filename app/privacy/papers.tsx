// The line under the Kakao button that leads to the terms and the privacy policy. Called by home and
// by the sign-in page.
import { readText } from "#lib/text/locale";

export async function Papers() {
  const { privacy } = await readText();
  return (
    <p className="papers">
      <a className="text-button" href="/terms">
        {privacy.terms.title}
      </a>
      <a className="text-button" href="/privacy">
        {privacy.title}
      </a>
    </p>
  );
}
