// A sign-in's tokens into the vault. Called by lib/sign-in, and only while the vault is on. An app's
// own tokens, which the native exchange sees, are the app's and never come here.
import "server-only";
import { query } from "../db";
import { logFailure } from "../http/log";
import type { TokensToKeep } from "../kakao/token";
import { distinctKids } from "./kids";
import { currentKid, knownKids, sealToken } from "./seal";
import { isVaultOn } from "./switch";

/**
 * The newest sign-in wins, however late an older one is saved (SE-4): how long ago the answer came is
 * told by this process's stopwatch, what time that was by the database's clock.
 *
 * Writes nothing where rows are there that no key of ours opens: with a wrong AUTH_SECRET it would
 * write over tokens, and leave others that nobody can read (P6). The sign-in goes on.
 *
 * @throws DatabaseUnavailable
 */
export async function saveKakaoTokens(userId: string, tokens: TokensToKeep): Promise<void> {
  if (!isVaultOn()) return;
  const sealed = {
    access: sealToken(tokens.accessToken, { userId, field: "accessToken" }),
    refresh:
      tokens.refreshToken && sealToken(tokens.refreshToken, { userId, field: "refreshToken" }),
  };
  const { accessExpiresInSeconds, refreshExpiresInSeconds } = tokens;
  // Without a refresh token the row is worth as much as its access token, and ends with it.
  const lastsSeconds = tokens.refreshToken ? refreshExpiresInSeconds : accessExpiresInSeconds;
  const secondsAgo = () => (performance.now() - tokens.receivedAtMs) / 1000;
  const [saved] = await query(
    (db) => db.$queryRaw<Array<{ isForeign: boolean }>>`
      WITH RECURSIVE kids("kid") AS (${distinctKids}), foreigners AS (
        SELECT FROM kids WHERE "kid" <> ALL(${knownKids()})
      ), came AS (
        SELECT now() - ${secondsAgo()}::float8 * interval '1 second' AS "at"
      ), saved AS (
        INSERT INTO "KakaoToken" ("userId", "accessToken", "accessExpiresAt", "refreshToken",
                                  "refreshExpiresAt", "scope", "kid", "savedAt")
        SELECT u."id", ${sealed.access},
               came."at" + ${accessExpiresInSeconds}::float8 * interval '1 second',
               ${sealed.refresh},
               came."at" + ${lastsSeconds}::float8 * interval '1 second',
               ${tokens.scope}, ${currentKid()}, came."at"
        FROM "User" u, came
        WHERE u."id" = ${userId}::uuid AND NOT EXISTS (SELECT FROM foreigners)
        ON CONFLICT ("userId") DO UPDATE SET
          "accessToken" = EXCLUDED."accessToken",
          "accessExpiresAt" = EXCLUDED."accessExpiresAt",
          "refreshToken" = EXCLUDED."refreshToken",
          "refreshExpiresAt" = EXCLUDED."refreshExpiresAt",
          "scope" = EXCLUDED."scope",
          "kid" = EXCLUDED."kid",
          "savedAt" = EXCLUDED."savedAt",
          "leasedUntil" = NULL
        WHERE "KakaoToken"."savedAt" <= EXCLUDED."savedAt"
      )
      SELECT EXISTS (SELECT FROM foreigners) AS "isForeign"`,
  );
  if (saved?.isForeign) alarmOfKey(userId);
}

function alarmOfKey(userId: string): void {
  const error = new Error("not kept: rows are there that no key of AUTH_SECRET opens");
  logFailure("vault.alarm", { user: userId }, error);
}
