// Kakao's tokens as the database sees them: AES-256-GCM under a key of ours, each bound to its person
// and its column, so that a row copied to somebody else opens for nobody (SE-1). Called by the other
// files of lib/vault.
import "server-only";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { keyRing } from "../keys";

/** Where a sealed token stands, and the only place where it opens. */
export type Place = { userId: string; field: "accessToken" | "refreshToken" };

const ALGORITHM = "aes-256-gcm";
/** 96 random bits: so few tokens are sealed under one key that none comes twice. */
const IV_BYTES = 12;
const TAG = { authTagLength: 16 };

/** @returns `kid.iv.ciphertext`, the last with its tag at the end */
export function sealToken(token: string, place: Place): string {
  const { kid, key } = keyRing("kakao token").current;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, TAG).setAAD(boundTo(place));
  const sealed = [cipher.update(token, "utf8"), cipher.final(), cipher.getAuthTag()];
  return [kid, iv.toString("base64url"), Buffer.concat(sealed).toString("base64url")].join(".");
}

/** @returns null when no key of ours sealed it, or not for this place */
export function openToken(sealed: string, place: Place): string | null {
  const [kid = "", iv = "", rest = ""] = sealed.split(".");
  const key = keyRing("kakao token").find(kid);
  const bytes = Buffer.from(rest, "base64url");
  if (key === null || bytes.length < TAG.authTagLength) return null;
  const end = bytes.length - TAG.authTagLength;
  try {
    const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(iv, "base64url"), TAG)
      .setAAD(boundTo(place))
      .setAuthTag(bytes.subarray(end));
    return decipher.update(bytes.subarray(0, end), undefined, "utf8") + decipher.final("utf8");
  } catch {
    // Node.js says no more than that it does not hold.
    return null;
  }
}

/** Of the key that seals now. */
export function currentKid(): string {
  return keyRing("kakao token").current.kid;
}

/** Of every key that opens: AUTH_SECRET's and those of AUTH_SECRET_1 to _3. */
export function knownKids(): string[] {
  return keyRing("kakao token").keys.map(({ kid }) => kid);
}

function boundTo({ userId, field }: Place): Buffer {
  return Buffer.from(`${userId} ${field}`);
}
