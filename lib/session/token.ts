// Signed tokens of ours: the only user of jsonwebtoken. Ids and times in, a signed text out, and
// back. Two kinds, each with a type, an audience and a key of its own: the browser's session cookie
// (called by start.ts and claims.ts) and a native app's access token (called by native-tokens.ts).
import "server-only";
import jwt from "jsonwebtoken";
import { z } from "zod";
import { env } from "../env";
import { type KeyRing, keyRing, type Purpose } from "../keys";
import { ABSOLUTE_SECONDS, ACCESS_TOKEN_SECONDS } from "./lifetimes";

/** `sessionSecret` is known to the cookie alone; the database has its hash. */
export type SessionClaims = { userId: string; sessionSecret: string };
/** `sessionId` names the NativeSession row; it is no secret and worth nothing unsigned. */
export type AccessClaims = { userId: string; sessionId: string };

/** Another instance's clock may run ahead by this much. */
const MAX_CLOCK_SKEW_SECONDS = 5 * 60;
const MAX_TOKEN_LENGTH = 1024;

type Kind = {
  purpose: Purpose;
  type: string;
  audience: string;
  lifetimeSeconds: number;
  sid: z.ZodType<string>;
};
type Claims = { sub: string; sid: string };

export const signSessionToken = (
  { userId, sessionSecret }: SessionClaims,
  ring?: KeyRing,
): string => webSession.sign({ sub: userId, sid: sessionSecret }, ring);

/** @returns null for anything but a whole, current session cookie of this deployment */
export function readSessionToken(token: string, ring?: KeyRing): SessionClaims | null {
  const claims = webSession.read(token, ring);
  return claims && { userId: claims.sub, sessionSecret: claims.sid };
}

export const signAccessToken = ({ userId, sessionId }: AccessClaims, ring?: KeyRing): string =>
  nativeAccess.sign({ sub: userId, sid: sessionId }, ring);

/** @returns null for anything but a whole, current access token of this deployment */
export function readAccessToken(token: string, ring?: KeyRing): AccessClaims | null {
  const claims = nativeAccess.read(token, ring);
  return claims && { userId: claims.sub, sessionId: claims.sid };
}

const webSession = createKind({
  purpose: "web session",
  type: "session+jwt",
  audience: "web",
  lifetimeSeconds: ABSOLUTE_SECONDS,
  sid: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

const nativeAccess = createKind({
  purpose: "native access",
  type: "access+jwt",
  audience: "native",
  lifetimeSeconds: ACCESS_TOKEN_SECONDS,
  sid: z.uuid(),
});

/** @see https://www.rfc-editor.org/rfc/rfc8725 section 3 */
function createKind(kind: Kind) {
  const { purpose, type, audience, lifetimeSeconds } = kind;
  // Strict on purpose: jsonwebtoken itself accepts a missing exp, an iat to come, an object as sub
  // and critical headers that it does not know (ST-2).
  const header = z.strictObject({
    alg: z.literal("HS256"),
    typ: z.literal(type),
    kid: z.string(),
  });
  const payload = z.strictObject({
    sub: z.uuid(),
    sid: kind.sid,
    iat: z.int(),
    exp: z.int(),
    iss: z.string(),
    aud: z.literal(audience),
  });

  function sign({ sub, sid }: Claims, ring = keyRing(purpose)): string {
    const { kid, key } = ring.current;
    return jwt.sign({ sub, sid }, key, {
      algorithm: "HS256",
      header: { alg: "HS256", typ: type, kid },
      issuer: env().authUrl,
      audience,
      expiresIn: lifetimeSeconds,
    });
  }

  function read(token: string, ring = keyRing(purpose)): Claims | null {
    const key = findKey(token, ring);
    if (!key) return null;
    const verified = verify(token, key, audience);
    if (!verified || !header.safeParse(verified.header).success) return null;
    const { data } = payload.safeParse(verified.payload);
    return data && isWithinLifetime(data, lifetimeSeconds) ? data : null;
  }

  return { sign, read };
}

/** The header is not trusted yet; it only says which of our keys to try, and we try just that. */
function findKey(token: string, ring: KeyRing) {
  if (token.length > MAX_TOKEN_LENGTH) return null;
  try {
    const kid = jwt.decode(token, { complete: true })?.header.kid;
    return typeof kid === "string" ? ring.find(kid) : null;
  } catch {
    return null;
  }
}

type VerifyKey = Parameters<typeof jwt.verify>[1];

function verify(token: string, key: VerifyKey, audience: string): jwt.Jwt | null {
  try {
    return jwt.verify(token, key as jwt.Secret, {
      algorithms: ["HS256"],
      issuer: env().authUrl,
      audience,
      complete: true,
    });
  } catch {
    return null;
  }
}

function isWithinLifetime({ iat, exp }: { iat: number; exp: number }, seconds: number): boolean {
  const now = Math.floor(Date.now() / 1000);
  return iat <= now + MAX_CLOCK_SKEW_SECONDS && exp - iat <= seconds;
}
