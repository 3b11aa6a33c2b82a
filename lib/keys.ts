// Every key of ours, derived from AUTH_SECRET. The raw secret itself signs and seals nothing,
// so a token of one purpose is noise to every other (ST-3, ST-5). Called by session and sign-in.
import "server-only";
import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { env } from "./env";

/** Distinct HKDF labels. Renaming one signs everybody out. */
export type Purpose =
  | "web session"
  | "session id"
  | "native access"
  | "native refresh"
  | "client address"
  | "person"
  | "form token"
  | "sign-in flow"
  | "kakao token"
  | "auth.js checks";

export type Key = { kid: string; key: KeyObject };
export type KeyRing = {
  /** Signs and seals. */
  current: Key;
  /** The current one and those of earlier secrets. */
  keys: readonly Key[];
  /** Verifies and opens: the current key and those of earlier secrets, by `kid` (ST-4). */
  find(kid: string): KeyObject | null;
};

const KEY_BYTES = 32;
const KID_BYTES = 6;
const rings = new Map<Purpose, KeyRing>();

export function keyRing(purpose: Purpose): KeyRing {
  const known = rings.get(purpose);
  if (known) return known;
  const ring = createKeyRing(env().authSecrets, purpose);
  rings.set(purpose, ring);
  return ring;
}

export function createKeyRing(secrets: [string, ...string[]], purpose: Purpose): KeyRing {
  const [current, ...earlier] = secrets;
  const currentKey = deriveKey(current, purpose);
  const keys = [currentKey, ...earlier.map((secret) => deriveKey(secret, purpose))];
  return {
    current: currentKey,
    keys,
    find: (kid) => keys.find((candidate) => candidate.kid === kid)?.key ?? null,
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc5869 HKDF; extract with SHA-256, expand by label */
function deriveKey(secret: string, purpose: Purpose): Key {
  const bytes = Buffer.from(hkdfSync("sha256", secret, "humblebug", purpose, KEY_BYTES));
  const kid = Buffer.from(hkdfSync("sha256", secret, "humblebug", `${purpose} kid`, KID_BYTES));
  return { kid: kid.toString("base64url"), key: createSecretKey(bytes) };
}
