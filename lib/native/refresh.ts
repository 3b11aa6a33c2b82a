// POST /api/token/refresh and /api/token/revoke: an app's session goes on, or ends.
// Called by the routes. Kakao is not asked: our session is our own.
import "server-only";
import type { z } from "zod";
import { HttpError, NO_STORE } from "../http/errors";
import { readJson } from "../http/json-body";
import { logEvent, logRefusal } from "../http/log";
import type { Limit } from "../http/rate-limit-store";
import { countAttempt, rateLimits } from "../http/rate-limits";
import { requestIdOf } from "../http/request-id";
import { isFromElsewhere } from "../http/same-origin";
import {
  readOwnRefreshToken,
  refreshNativeSession,
  revokeNativeSession,
} from "../session/native-tokens";
import { refreshTokenRequest, type revokedBody } from "./api-schemas";
import { answerTokens } from "./tokens-answer";

/**
 * @throws HttpError 401 INVALID_TOKEN for a token that is not ours, over, or reused
 * @throws DatabaseUnavailable
 */
export async function refreshTokens(request: Request): Promise<Response> {
  const { refreshToken, claims } = await readOwnToken(request, rateLimits.refreshes);
  const tokens = await refreshNativeSession(refreshToken, claims);
  if (tokens && "user" in tokens) return answerTokens(tokens);
  if (tokens) {
    const requestId = requestIdOf(request.headers);
    logRefusal("native.refresh_reused", { requestId, user: tokens.reusedOf });
  }
  throw new HttpError(401, "INVALID_TOKEN");
}

/**
 * Whoever holds any refresh token of a session may end it, an old one too: a thief who does so has
 * won nothing.
 *
 * @throws HttpError 401 INVALID_TOKEN for a token that is not ours
 * @throws DatabaseUnavailable: a sign-out that is not certain is not reported as one
 */
export async function revokeTokens(request: Request): Promise<Response> {
  const { claims } = await readOwnToken(request, rateLimits.revocations);
  const user = await revokeNativeSession(claims);
  if (user !== null) logEvent("native.revoked", { requestId: requestIdOf(request.headers), user });
  const body: z.infer<typeof revokedBody> = { message: "SUCCESS" };
  return Response.json(body, { headers: NO_STORE });
}

/** Counted only once it is known to be ours, so that nobody uses up somebody else's limit (RL-4). */
async function readOwnToken(request: Request, limit: Limit) {
  if (isFromElsewhere(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const { data } = refreshTokenRequest.safeParse(await readJson(request));
  if (!data) throw new HttpError(400, "INVALID_TOKEN");
  const refreshToken = data.refresh_token;
  const claims = readOwnRefreshToken(refreshToken);
  if (!claims) throw new HttpError(401, "INVALID_TOKEN");
  await countAttempt(request, limit, claims.sessionId);
  return { refreshToken, claims };
}
