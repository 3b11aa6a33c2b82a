// Kakao's id_token, verified in full although it came over TLS (TV-1 to TV-12).
// Called by lib/sign-in whenever Kakao sends one.
import "server-only";
import { createHash } from "node:crypto";
import { errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from "jose";
import { z } from "zod";
import { env } from "../env";
import { KakaoError } from "./errors";
import { findSigningKey } from "./signing-keys";

const CLOCK_SKEW_SECONDS = 60;
const MAX_AGE_SECONDS = 10 * 60;

type Expected = {
  idToken: string;
  /** The nonce of this browser's own trip to Kakao. */
  nonce: string;
  /** The access token that came with it, for `at_hash`. */
  accessToken: string;
  signal: AbortSignal;
};

const claims = z.object({
  iss: z.string(),
  sub: z.string().regex(/^\d{1,19}$/),
  iat: z.int(),
  exp: z.int(),
  nonce: z.string().min(1),
  azp: z.string().optional(),
  at_hash: z.string().optional(),
});

/**
 * @returns `sub`: the Kakao id that the token vouches for
 * @throws KakaoError "rejected" when anything does not hold, "unavailable" without Kakao's keys
 * @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
export async function verifyIdToken(expected: Expected): Promise<string> {
  const { protectedHeader, payload } = await verifySignature(expected);
  if ((protectedHeader.typ ?? "JWT") !== "JWT") throw refused("typ");
  // jose knows one critical header of its own; Kakao sends none (TV-12).
  if (protectedHeader.crit !== undefined) throw refused("crit");
  const checked = claims.safeParse(payload);
  if (!checked.success) throw refused(checked.error.issues[0]?.path.join(".") ?? "claims");
  if (!isOnlyForUs(payload)) throw refused("aud");
  if (checked.data.nonce !== expected.nonce) throw refused("nonce");
  if (!matchesAccessToken(checked.data.at_hash, expected.accessToken)) throw refused("at_hash");
  return checked.data.sub;
}

async function verifySignature({ idToken, signal }: Expected): Promise<JWTVerifyResult> {
  const { authUrl } = env().kakao;
  try {
    return await jwtVerify(idToken, findSigningKey(signal), {
      algorithms: ["RS256"],
      // In production this is https://kauth.kakao.com, to the letter.
      issuer: authUrl,
      clockTolerance: CLOCK_SKEW_SECONDS,
      maxTokenAge: MAX_AGE_SECONDS,
      requiredClaims: ["iss", "aud", "sub", "iat", "exp", "nonce"],
    });
  } catch (error) {
    if (error instanceof KakaoError) throw error;
    const what = error instanceof errors.JOSEError ? error.code : "unreadable";
    throw new KakaoError("rejected", `the id_token does not hold (${what})`, { cause: error });
  }
}

function isOnlyForUs({ aud, azp }: JWTPayload): boolean {
  const { restApiKey } = env().kakao;
  const audiences = Array.isArray(aud) ? aud : [aud];
  return (
    audiences.length === 1 && audiences[0] === restApiKey && (azp ?? restApiKey) === restApiKey
  );
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken left half of SHA-256 */
function matchesAccessToken(atHash: string | undefined, accessToken: string): boolean {
  if (atHash === undefined) return true;
  const digest = createHash("sha256").update(accessToken).digest();
  return atHash === digest.subarray(0, digest.length / 2).toString("base64url");
}

function refused(claim: string): KakaoError {
  return new KakaoError("rejected", `the id_token's ${claim} does not hold`);
}
