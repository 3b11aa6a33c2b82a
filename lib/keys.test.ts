// One secret, one key for each purpose, and none of them the secret itself (ST-3, ST-4, ST-5).
import { expect, test } from "vitest";
import { createKeyRing, keyRing, type Purpose } from "#lib/keys";

const PURPOSES: Purpose[] = [
  "web session",
  "session id",
  "form token",
  "sign-in flow",
  "auth.js checks",
];
const SECRETS: [string, string, string] = [
  "b3VyLWZpcnN0LWFuZC1jdXJyZW50LWtleTAwMDA",
  "b3VyLXNlY29uZC1hbmQtb2xkZXIta2V5MTExMQ",
  "b3VyLXRoaXJkLWFuZC1vbGRlci1rZXkyMjIyMg",
];
const bytesOf = (purpose: Purpose, secret = SECRETS[0]) =>
  createKeyRing([secret], purpose).current.key.export().toString("hex");
const kidOf = (purpose: Purpose, secret = SECRETS[0]) =>
  createKeyRing([secret], purpose).current.kid;

test("every purpose and every secret has a key of its own, 256 bits long (ST-3, ST-5)", () => {
  const all = PURPOSES.flatMap((purpose) => SECRETS.map((secret) => bytesOf(purpose, secret)));
  expect(new Set(all).size).toBe(PURPOSES.length * SECRETS.length);
  for (const key of all) expect(key).toHaveLength(64);
});

test("every key has a kid of its own, and the kid gives nothing of the key away (ST-4)", () => {
  const all = PURPOSES.flatMap((purpose) => SECRETS.map((secret) => kidOf(purpose, secret)));
  expect(new Set(all).size).toBe(PURPOSES.length * SECRETS.length);
  for (const purpose of PURPOSES) {
    const kid = Buffer.from(kidOf(purpose), "base64url").toString("hex");
    expect(bytesOf(purpose)).not.toContain(kid);
  }
});

test("no key is the raw secret, read in any way (ST-3)", () => {
  const [secret] = SECRETS;
  const raw = (["utf8", "base64", "base64url"] as const).map((encoding) =>
    Buffer.from(secret, encoding).toString("hex"),
  );
  for (const purpose of PURPOSES)
    for (const reading of raw) expect(reading).not.toContain(bytesOf(purpose).slice(0, 16));
});

test("a key stays the same from one start to the next", () => {
  expect(bytesOf("web session")).toBe(bytesOf("web session"));
  expect(kidOf("web session")).toBe(kidOf("web session"));
});

test("the newest secret signs; earlier ones are found by their kid (ST-4)", () => {
  const ring = createKeyRing(SECRETS, "web session");
  expect(ring.current.kid).toBe(kidOf("web session", SECRETS[0]));
  for (const secret of SECRETS) {
    const found = ring.find(kidOf("web session", secret));
    expect(found?.export().toString("hex")).toBe(bytesOf("web session", secret));
  }
});

test.each([
  ["a removed secret's", kidOf("web session", SECRETS[2])],
  ["another purpose's", kidOf("form token")],
  ["an empty one", ""],
  ["a name every object has", "constructor"],
])("%s kid finds no key (ST-4, ST-5)", (_, kid) => {
  const ring = createKeyRing([SECRETS[0], SECRETS[1]], "web session");
  expect(ring.find(kid)).toBeNull();
});

test("the app's own ring is made from AUTH_SECRET", () => {
  const secret = process.env.AUTH_SECRET ?? "";
  for (const purpose of PURPOSES)
    expect(keyRing(purpose).current.kid).toBe(createKeyRing([secret], purpose).current.kid);
});
