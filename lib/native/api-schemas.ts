// The bodies of the API for native apps, in and out: the handlers check requests with them and
// build answers by their types, and the API's description is made from them.
import { z } from "zod";

/** A token of Kakao's or ours: printable, no spaces, 16 to 2048 characters (NX-6). */
export const tokenText = z.string().regex(/^[A-Za-z0-9._~+/=-]{16,2048}$/);

/** `Authorization` of POST /api/token: Kakao's access token, bare or after `Bearer `. */
export const kakaoAuthorization = z.string().regex(/^(Bearer +)?[A-Za-z0-9._~+/=-]{16,2048}$/i);

/** POST /api/token with an id_token; the nonce is the one given to Kakao's SDK. */
export const idTokenRequest = z.strictObject({
  id_token: z.string().min(1).max(7168),
  nonce: z.string().min(1).max(512),
});

/** POST /api/token/refresh and POST /api/token/revoke. */
export const refreshTokenRequest = z.strictObject({
  refresh_token: z.string().min(1).max(2048),
});

export const userBody = z.object({
  id: z.uuid(),
  nickname: z.string().nullable(),
  image: z.url().nullable(),
  email: z.string().nullable(),
});

/** 200 of POST /api/token and POST /api/token/refresh. */
export const tokensBody = z.object({
  message: z.literal("SUCCESS"),
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  /** Seconds. */
  expires_in: z.int().positive(),
  refresh_token: z.string(),
  user: userBody,
});

/** 200 of POST /api/token/revoke. */
export const revokedBody = z.object({ message: z.literal("SUCCESS") });

/** 200 of GET /api/me. */
export const meBody = z.object({ user: userBody });

/** What POST /api/token can say instead of SUCCESS, by status. */
export const exchangeErrors = {
  400: ["INVALID_TOKEN", "KEY_ERROR"],
  401: ["WRONG_APP", "INVALID_ID_TOKEN"],
  403: ["UNDER_14", "FORBIDDEN_ORIGIN"],
  404: ["NOT_FOUND_IN_KAKAO"],
  405: ["METHOD_NOT_ALLOWED"],
  413: ["PAYLOAD_TOO_LARGE"],
  415: ["UNSUPPORTED_MEDIA_TYPE"],
  429: ["RATE_LIMITED"],
  503: ["KAKAO_UNAVAILABLE", "UNAVAILABLE"],
} as const;

/** What refresh and revoke can say instead of SUCCESS, by status. */
export const refreshErrors = {
  400: ["INVALID_TOKEN"],
  401: ["INVALID_TOKEN"],
  403: ["FORBIDDEN_ORIGIN"],
  405: ["METHOD_NOT_ALLOWED"],
  413: ["PAYLOAD_TOO_LARGE"],
  415: ["UNSUPPORTED_MEDIA_TYPE"],
  429: ["RATE_LIMITED"],
  503: ["UNAVAILABLE"],
} as const;

/** What GET /api/me can say instead of who is signed in, by status. */
export const meErrors = {
  401: ["UNAUTHENTICATED"],
  405: ["METHOD_NOT_ALLOWED"],
  503: ["UNAVAILABLE"],
} as const;

export const errorBody = z.object({ message: z.string(), requestId: z.string() });
