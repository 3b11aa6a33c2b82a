// Kakao's access token of one of our users, for calling Kakao's APIs in their name. Called by
// refresh-profile.ts, and by whatever a service adds: docs/token-vault.md shows how.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { logFailure } from "../http/log";
import { DeadTokenError, KakaoError } from "../kakao/errors";
import { refreshRow } from "./refresh";
import { dropAccessToken, findTokenRow, type TokenRow } from "./rows";
import { openToken } from "./seal";
import { isVaultOn } from "./switch";

/** A little longer than another worker's refresh. */
const PATIENCE_MS = 6000;
const POLL_MS = 100;

/**
 * Refreshed first where it has less than a minute left.
 *
 * @returns null when the person has to sign in with Kakao again
 * @throws KakaoError while Kakao cannot refresh it
 * @throws DatabaseUnavailable
 */
export async function findKakaoAccessToken(userId: string): Promise<string | null> {
  if (!isVaultOn()) return null;
  for (const startedAt = performance.now(); performance.now() - startedAt < PATIENCE_MS; ) {
    const row = await findTokenRow(userId);
    if (row === null) return null;
    const tokens = openRow(row);
    if (row.isFresh) return tokens.accessToken;
    if (!row.isRefreshable || tokens.refreshToken === null) return null;
    const refreshed = await refreshRow(row, tokens.refreshToken);
    if (refreshed !== null) return refreshed;
    await sleep(POLL_MS * (0.5 + Math.random()));
  }
  throw new KakaoError("unavailable", "the tokens are still being refreshed elsewhere");
}

/**
 * Works with a person's access token. Where Kakao calls it dead, it is refreshed and the work is
 * tried once more; our own session is not touched (K6).
 *
 * @param work throws DeadTokenError for Kakao's -401, as `apiRefusal` makes it
 * @returns null when the person has to sign in with Kakao again
 * @throws KakaoError, DatabaseUnavailable, and whatever the work throws
 */
export async function withKakaoAccessToken<Value>(
  userId: string,
  work: (accessToken: string) => Promise<Value>,
): Promise<Value | null> {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const accessToken = await findKakaoAccessToken(userId);
    if (accessToken === null) return null;
    try {
      return await work(accessToken);
    } catch (error) {
      if (!(error instanceof DeadTokenError)) throw error;
      await forgetAccessToken(userId, accessToken);
    }
  }
  return null;
}

/** Repeated, for the row may have been sealed anew since the token was read. */
async function forgetAccessToken(userId: string, accessToken: string): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const row = await findTokenRow(userId);
    if (row?.accessToken == null || openRow(row).accessToken !== accessToken) return;
    if (await dropAccessToken(userId, row.accessToken)) return;
  }
}

type OpenTokens = { accessToken: string | null; refreshToken: string | null };

/** What does not open reads as nothing, and stays as it is: the right key may come back (P6). */
function openRow({ userId, ...row }: TokenRow): OpenTokens {
  const open = (field: "accessToken" | "refreshToken") => {
    const sealed = row[field];
    const token = sealed && openToken(sealed, { userId, field });
    if (sealed && token === null) {
      const error = new Error("a sealed token does not open for the person it stands beside");
      logFailure("vault.alarm", { user: userId, field }, error);
    }
    return token;
  };
  return { accessToken: open("accessToken"), refreshToken: open("refreshToken") };
}
