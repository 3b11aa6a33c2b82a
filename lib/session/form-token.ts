// The token in every form that changes something of a signed-in person's: bound to the session,
// so that a form of one session is worth nothing in another (WB-2). Called by pages and handlers.
import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { keyRing } from "../keys";

export function formTokenFor(sessionSecret: string): string {
  const { kid, key } = keyRing("form token").current;
  return `${kid}.${createHmac("sha256", key).update(sessionSecret).digest("base64url")}`;
}

export function isFormTokenOf(sessionSecret: string, given: unknown): boolean {
  if (typeof given !== "string") return false;
  const [kid = "", mac = ""] = given.split(".");
  const key = keyRing("form token").find(kid);
  if (!key) return false;
  const expected = createHmac("sha256", key).update(sessionSecret).digest();
  const actual = Buffer.from(mac, "base64url");
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
