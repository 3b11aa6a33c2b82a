// What an operator still has to set before anybody can sign in. Called by the pages, by readiness
// and by the start of a sign-in. Missing is not wrong: the app starts, closed.
import "server-only";
import { env } from "../env";
import { siteUrl } from "../http/site";
import { logoutRedirectUri } from "./kakao-sign-out";

export type MissingSetup = {
  /** Names of environment variables that are not set yet. */
  variables: string[];
  /** To be registered in Kakao's console, to the letter. */
  redirectUri: string;
  logoutRedirectUri: string;
  /** The two that Kakao calls, to be registered as well. */
  unlinkWebhook: string;
  accountStateWebhook: string;
};

/** Null when sign-in is ready. */
export function findMissingSetup(): MissingSetup | null {
  const { restApiKey, clientSecret } = env().kakao;
  const variables = [
    ...(restApiKey === null ? ["AUTH_KAKAO_ID"] : []),
    ...(clientSecret === null ? ["AUTH_KAKAO_SECRET"] : []),
  ];
  if (variables.length === 0) return null;
  return {
    variables,
    redirectUri: siteUrl("/api/auth/callback/kakao").href,
    logoutRedirectUri: logoutRedirectUri(),
    unlinkWebhook: siteUrl("/api/webhooks/kakao/unlink").href,
    accountStateWebhook: siteUrl("/api/webhooks/kakao/account-state").href,
  };
}
