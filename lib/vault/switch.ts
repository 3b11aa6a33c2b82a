// Whether Kakao's tokens are kept at all. Called by the other files of lib/vault, by readiness and by
// the account page.
import "server-only";
import { env } from "../env";

/** KAKAO_TOKEN_VAULT; off unless an operator asks for it (DEC-1). */
export function isVaultOn(): boolean {
  return env().kakao.tokenVault === "on";
}
