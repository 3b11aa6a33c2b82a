// Kakao's id_token, verified in full although it came over TLS (TV-1 to TV-12).
// Called by lib/sign-in and refresh.ts whenever Kakao sends one, and by lib/native for one that an app
// sends.
import "server-only";
import { createHash } from "node:crypto";
import { errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from "jose";
import { z } from "zod";
import { env } from "../env";
import { AlarmingKakaoError, KakaoError } from "./errors";
import { findSigningKey } from "./signing-keys";
import { type KakaoUser, readEmail, readImage, readNickname } from "./user";

const CLOCK_SKEW_SECONDS = 60;
const MAX_AGE_SECONDS = 10 * 60;

type Expected = {
  idToken: string;
  /**
   * The nonce of this browser's own trip to Kakao, or the one that the app has made. Null after a
   * refresh: no trip, no nonce.
   */
  nonce: string | null;
  /** The access token that came with it, for `at_hash`. */
  accessToken: string;
  signal: AbortSignal;
};
type ExpectedOfAnyKey = Omit<Expected, "accessToken"> & {
  accessToken: string | null;
  /** App keys, one of which must be the token's one and only audience. */
  audiences: readonly (string | null)[];
};

const optionalText = z.string().nullish().catch(null);
const claims = z.object({
  iss: z.string(),
  sub: z.string().regex(/^\d{1,19}$/),
  iat: z.int(),
  exp: z.int(),
  nonce: z.string().min(1).optional(),
  azp: z.string().optional(),
  at_hash: z.string().optional(),
  // Its age matters to a trip that asks for a fresh authentication, and to no other.
  auth_time: z.int().nullish().catch(null),
  nickname: optionalText,
  picture: optionalText,
  email: optionalText,
});
type Claims = z.infer<typeof claims>;

/** `authTime`: when they proved themselves to Kakao, in seconds since 1970, if the token says so. */
export type VouchedPerson = { kakaoId: string; authTime: number | null };

/**
 * An id_token of the browser flow.
 *
 * @throws KakaoError "rejected" when anything does not hold, "unavailable" without Kakao's keys
 * @throws AlarmingKakaoError "rejected" when it is the time that does not hold
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
export async function verifyIdToken(expected: Expected): Promise<VouchedPerson> {
  const audiences = [env().kakao.restApiKey];
  try {
    const { sub, auth_time: authTime } = await verifyClaims({ ...expected, audiences });
    return { kakaoId: sub, authTime: authTime ?? null };
  } catch (error) {
    if (!(error instanceof KakaoError) || !isAboutTime(error.cause)) throw error;
    const reason = "the id_token's time does not hold: Kakao's clock or ours is wrong";
    throw new AlarmingKakaoError("rejected", reason, { cause: error });
  }
}

/**
 * An id_token that came with a refresh: of the same issuer, for us alone, and of the same person.
 *
 * @throws KakaoError as `verifyIdToken` does
 * @see https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse
 */
export async function verifyRefreshedIdToken(
  kakaoId: string,
  expected: Omit<Expected, "nonce">,
): Promise<void> {
  const person = await verifyIdToken({ ...expected, nonce: null });
  if (person.kakaoId !== kakaoId) throw refused("sub");
}

/** Kakao has signed it this moment, so no honest token is too old or too young (K19). */
function isAboutTime(error: unknown): boolean {
  const isClaim =
    error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed;
  return isClaim && error.reason === "check_failed" && /^(iat|exp|nbf)$/.test(error.claim);
}

/** What an app's id_token says, and until when it may be remembered. */
export type VouchedUser = KakaoUser & { expiresAt: Date };

/**
 * An id_token that an app has got from Kakao's SDK: for one of the keys in KAKAO_NATIVE_APP_KEYS,
 * never for the REST key. Kakao puts an e-mail address into it only while valid and verified.
 *
 * @throws KakaoError "rejected" when anything does not hold, "unavailable" without Kakao's keys
 */
export async function verifyNativeIdToken(
  expected: Omit<Expected, "accessToken"> & { nonce: string },
): Promise<VouchedUser> {
  const audiences = env().kakao.nativeAppKeys;
  const { sub, exp, nickname, picture, email } = await verifyClaims({
    ...expected,
    accessToken: null,
    audiences,
  });
  return {
    kakaoId: sub,
    nickname: readNickname(nickname),
    image: readImage(picture),
    email: readEmail(email),
    expiresAt: new Date((exp + CLOCK_SKEW_SECONDS) * 1000),
  };
}

async function verifyClaims(expected: ExpectedOfAnyKey): Promise<Claims> {
  const { protectedHeader, payload } = await verifySignature(expected);
  if ((protectedHeader.typ ?? "JWT") !== "JWT") throw refused("typ");
  // jose knows one critical header of its own; Kakao sends none (TV-12).
  if (protectedHeader.crit !== undefined) throw refused("crit");
  const checked = claims.safeParse(payload);
  if (!checked.success) throw refused(checked.error.issues[0]?.path.join(".") ?? "claims");
  if (!isOnlyForUs(payload, expected.audiences)) throw refused("aud");
  if (expected.nonce !== null && checked.data.nonce !== expected.nonce) throw refused("nonce");
  if (!matchesAccessToken(checked.data.at_hash, expected.accessToken)) throw refused("at_hash");
  return checked.data;
}

async function verifySignature(expected: ExpectedOfAnyKey): Promise<JWTVerifyResult> {
  const { idToken, nonce, signal } = expected;
  const { authUrl } = env().kakao;
  const ofTrip = nonce === null ? [] : ["nonce"];
  try {
    return await jwtVerify(idToken, findSigningKey(signal), {
      algorithms: ["RS256"],
      // In production this is https://kauth.kakao.com, to the letter.
      issuer: authUrl,
      clockTolerance: CLOCK_SKEW_SECONDS,
      maxTokenAge: MAX_AGE_SECONDS,
      requiredClaims: ["iss", "aud", "sub", "iat", "exp", ...ofTrip],
    });
  } catch (error) {
    if (error instanceof KakaoError) throw error;
    const what = error instanceof errors.JOSEError ? error.code : "unreadable";
    throw new KakaoError("rejected", `the id_token does not hold (${what})`, { cause: error });
  }
}

function isOnlyForUs({ aud, azp }: JWTPayload, audiences: readonly (string | null)[]): boolean {
  const [audience, ...others] = Array.isArray(aud) ? aud : [aud];
  if (audience === undefined || others.length > 0 || !audiences.includes(audience)) return false;
  return (azp ?? audience) === audience;
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken left half of SHA-256 */
function matchesAccessToken(atHash: string | undefined, accessToken: string | null): boolean {
  if (atHash === undefined || accessToken === null) return true;
  const digest = createHash("sha256").update(accessToken).digest();
  return atHash === digest.subarray(0, digest.length / 2).toString("base64url");
}

function refused(claim: string): KakaoError {
  return new KakaoError("rejected", `the id_token's ${claim} does not hold`);
}
