// An app's session from token to token: started, refreshed, revoked, and asked who it is.
// Called by lib/native and by GET /api/me.
import "server-only";
import { randomUUID } from "node:crypto";
import { ACCESS_TOKEN_SECONDS } from "./lifetimes";
import {
  deleteNativeSession,
  endNativeSession,
  findNativeUser,
  type NativeUser,
  rotateNativeSession,
  saveNativeSession,
} from "./native-rows";
import {
  makeRefreshToken,
  type RefreshClaims,
  readRefreshToken,
  refreshHashOf,
} from "./refresh-token";
import { readAccessToken, signAccessToken } from "./token";
import { readAppUserAgent } from "./user-agent";

export type NativeTokens = {
  user: NativeUser;
  accessToken: string;
  expiresInSeconds: number;
  refreshToken: string;
};

/** @throws DatabaseUnavailable */
export async function startNativeSession(
  user: NativeUser,
  requestHeaders: Headers,
): Promise<NativeTokens> {
  const sessionId = randomUUID();
  const refreshToken = makeRefreshToken({ sessionId, generation: 1 });
  await saveNativeSession({
    sessionId,
    userId: user.id,
    refreshHash: refreshHashOf(refreshToken),
    ...readAppUserAgent(requestHeaders.get("user-agent")),
  });
  return tokensOf({ sessionId, user, refreshToken });
}

/** What a refresh token of ours says; null for any other text. Asks no database. */
export const readOwnRefreshToken = readRefreshToken;

/**
 * Gives a refresh token's successor, the same one however often it is asked within ten seconds.
 *
 * @param claims of a token that readOwnRefreshToken has read
 * @returns whose session this ended just now, for a reused token; null when it was over before
 * @throws DatabaseUnavailable
 */
export async function refreshNativeSession(
  refreshToken: string,
  { sessionId, generation }: RefreshClaims,
): Promise<NativeTokens | { reusedOf: string } | null> {
  const next = makeRefreshToken({ sessionId, generation: generation + 1 });
  const rotated = await rotateNativeSession({
    sessionId,
    generation,
    refreshHash: refreshHashOf(refreshToken),
    nextRefreshHash: refreshHashOf(next),
  });
  if (rotated === null) return null;
  if ("reusedOf" in rotated) {
    await deleteNativeSession(sessionId);
    return rotated;
  }
  return tokensOf({ sessionId, user: rotated, refreshToken: next });
}

/** @returns the user whose session ended, or null when it was over already */
export function revokeNativeSession({ sessionId }: RefreshClaims): Promise<string | null> {
  return endNativeSession(sessionId);
}

/**
 * Who an app's access token speaks for, as `Authorization` holds it.
 *
 * @returns null for anything but a Bearer token of a live session
 * @throws DatabaseUnavailable
 */
export async function findBearerUser(authorization: string): Promise<NativeUser | null> {
  const [, token] = /^Bearer +([\w.-]+)$/i.exec(authorization) ?? [];
  const claims = token === undefined ? null : readAccessToken(token);
  return claims && findNativeUser(claims.sessionId, claims.userId);
}

type Parts = { sessionId: string; user: NativeUser; refreshToken: string };

function tokensOf({ sessionId, user, refreshToken }: Parts): NativeTokens {
  const accessToken = signAccessToken({ userId: user.id, sessionId });
  return { user, accessToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, refreshToken };
}
