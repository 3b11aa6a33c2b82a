// Takes the profile from Kakao again, and says how that went. Called by the profile section; nothing
// is shown while the token vault is off.
import type { Text } from "#lib/text/ko";
import { readText } from "#lib/text/locale";
import { isVaultOn } from "#lib/vault/switch";
import { KakaoButton } from "../sign-in/kakao-button";

/** `outcome`: what `?profile=` says, by whomever it was written. */
export async function ProfileRefreshForm(props: { csrfToken: string; outcome: unknown }) {
  if (!isVaultOn()) return null;
  const text = await readText();
  const sentence = sentenceFor(props.outcome, text);
  return (
    <>
      <form action="/account/profile/refresh" method="post">
        <input type="hidden" name="csrfToken" value={props.csrfToken} />
        <button className="row-button" type="submit">
          {text.account.refreshFromKakao}
        </button>
      </form>
      {sentence && (
        <p className="row-notice" role="status">
          {sentence}
        </p>
      )}
      {props.outcome === "reconnect" && (
        <KakaoButton label={text.signIn.button} returnTo="/account" />
      )}
    </>
  );
}

function sentenceFor(outcome: unknown, text: Text): string | null {
  if (outcome === "refreshed") return text.account.refreshedFromKakao;
  if (outcome === "reconnect") return text.account.reconnectKakao;
  return outcome === "unavailable" ? text.errors.kakao_unavailable : null;
}
