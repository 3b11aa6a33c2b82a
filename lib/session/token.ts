// The session token: the only user of jsonwebtoken. Ids and times in, a signed text out, and back.
// Called by the cookie's writer (start.ts) and reader (find.ts).
import "server-only";
import jwt from "jsonwebtoken";
import { z } from "zod";
import { env } from "../env";
import { type KeyRing, keyRing } from "../keys";
import { ABSOLUTE_SECONDS } from "./lifetimes";

/** `sessionSecret` is known to the cookie alone; the database has its hash. */
export type SessionClaims = { userId: string; sessionSecret: string };

const TYPE = "session+jwt";
const AUDIENCE = "web";
/** Another instance's clock may run ahead by this much. */
const MAX_CLOCK_SKEW_SECONDS = 5 * 60;
const MAX_TOKEN_LENGTH = 1024;

// Strict on purpose: jsonwebtoken itself accepts a missing exp, an iat to come, an object as sub
// and critical headers that it does not know (ST-2).
const header = z.strictObject({
  alg: z.literal("HS256"),
  typ: z.literal(TYPE),
  kid: z.string(),
});
const payload = z.strictObject({
  sub: z.uuid(),
  sid: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  iat: z.int(),
  exp: z.int(),
  iss: z.string(),
  aud: z.literal(AUDIENCE),
});

export function signSessionToken(
  { userId, sessionSecret }: SessionClaims,
  ring: KeyRing = keyRing("web session"),
): string {
  const { kid, key } = ring.current;
  return jwt.sign({ sub: userId, sid: sessionSecret }, key, {
    algorithm: "HS256",
    header: { alg: "HS256", typ: TYPE, kid },
    issuer: env().authUrl,
    audience: AUDIENCE,
    expiresIn: ABSOLUTE_SECONDS,
  });
}

/**
 * @returns null for anything but a whole, current token of this deployment
 * @see https://www.rfc-editor.org/rfc/rfc8725 section 3
 */
export function readSessionToken(
  token: string,
  ring: KeyRing = keyRing("web session"),
): SessionClaims | null {
  const key = findKey(token, ring);
  if (!key) return null;
  const verified = verify(token, key);
  if (!verified || !header.safeParse(verified.header).success) return null;
  const { data } = payload.safeParse(verified.payload);
  if (!data || !isWithinLifetime(data)) return null;
  return { userId: data.sub, sessionSecret: data.sid };
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

function verify(token: string, key: Parameters<typeof jwt.verify>[1]): jwt.Jwt | null {
  try {
    return jwt.verify(token, key as jwt.Secret, {
      algorithms: ["HS256"],
      issuer: env().authUrl,
      audience: AUDIENCE,
      complete: true,
    });
  } catch {
    return null;
  }
}

function isWithinLifetime({ iat, exp }: { iat: number; exp: number }): boolean {
  const now = Math.floor(Date.now() / 1000);
  return iat <= now + MAX_CLOCK_SKEW_SECONDS && exp - iat <= ABSOLUTE_SECONDS;
}
