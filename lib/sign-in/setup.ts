// What an operator still has to set before anybody can sign in. Called by the pages.
import "server-only";

export type MissingSetup = {
  /** Names of environment variables that are not set yet. */
  variables: string[];
  /** To be registered in Kakao's console, to the letter. */
  redirectUri: string;
};

/** Null when sign-in is ready. */
export function findMissingSetup(): MissingSetup | null {
  return null;
}
