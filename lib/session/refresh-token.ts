// A native session's refresh token: opaque to the app, and for us a session, a generation and a MAC.
// Derived, not drawn: the successor of a token is the same on every instance, so that a repeated
// request gets the same answer without the token being stored anywhere (NX-7).
// Called by native-tokens.ts.
import "server-only";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type KeyRing, keyRing } from "../keys";

export type RefreshClaims = {
  sessionId: string;
  /** Counts the tokens of this session, from 1. */
  generation: number;
};

const FORM =
  /^([\w-]{8})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([1-9]\d{0,8})\.([\w-]{43})$/;

export function makeRefreshToken(
  claims: RefreshClaims,
  ring: KeyRing = keyRing("native refresh"),
): string {
  const { kid, key } = ring.current;
  const body = `${kid}.${claims.sessionId}.${claims.generation}`;
  return `${body}.${createHmac("sha256", key).update(body).digest("base64url")}`;
}

/** @returns null for anything that we have not made: it changes nothing, whoever sends it (RL-4) */
export function readRefreshToken(
  token: string,
  ring: KeyRing = keyRing("native refresh"),
): RefreshClaims | null {
  const [, kid = "", sessionId = "", generation = "", mac = ""] = FORM.exec(token) ?? [];
  const key = ring.find(kid);
  if (!key) return null;
  const body = `${kid}.${sessionId}.${generation}`;
  // Compared as text: the last letter of a MAC has spellings that decode to the same bytes.
  const expected = Buffer.from(createHmac("sha256", key).update(body).digest("base64url"));
  const actual = Buffer.from(mac);
  const isOurs = actual.length === expected.length && timingSafeEqual(actual, expected);
  return isOurs ? { sessionId, generation: Number(generation) } : null;
}

/** What the row keeps of a token (SE-5). */
export function refreshHashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
