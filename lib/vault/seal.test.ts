// A sealed token opens with the right key, for its own person and column, and otherwise not (SE-1).
import { beforeEach, describe, expect, test, vi } from "vitest";

const OTHER = "YW5vdGhlci10ZXN0LW9ubHktc2VjcmV0LWZvci10aGUtdmF1bHQ=";
const OWN = process.env.AUTH_SECRET;
const PLACE = { userId: "0b54f7c4-6f0e-4c39-8f2c-6a1f2b3c4d5e", field: "accessToken" } as const;
const TOKEN = "canary-access-token-0123456789";

/** The module with these secrets. */
async function load(...[current, earlier]: (string | undefined)[]) {
  vi.stubEnv("AUTH_SECRET", current);
  vi.stubEnv("AUTH_SECRET_1", earlier);
  vi.resetModules();
  return import("./seal");
}

let seal: typeof import("./seal");
beforeEach(async () => {
  seal = await load(OWN);
});

test("what was sealed opens in its place, and shows nothing of the token", () => {
  const sealed = seal.sealToken(TOKEN, PLACE);
  expect(sealed).toMatch(/^[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
  expect(sealed).not.toContain("canary");
  expect(sealed).not.toContain(Buffer.from(TOKEN).toString("base64url").slice(2, 12));
  expect(seal.openToken(sealed, PLACE)).toBe(TOKEN);
});

test("no two are sealed alike (SE-1)", () => {
  const all = Array.from({ length: 500 }, () => seal.sealToken(TOKEN, PLACE).split(".")[1]);
  expect(new Set(all).size).toBe(500);
});

test.each([
  ["another person", { ...PLACE, userId: "1b54f7c4-6f0e-4c39-8f2c-6a1f2b3c4d5e" }],
  ["the other column", { ...PLACE, field: "refreshToken" as const }],
])("it does not open for %s (SE-1)", (_, place) => {
  expect(seal.openToken(seal.sealToken(TOKEN, PLACE), place)).toBeNull();
});

describe("what was changed does not open", () => {
  const flip = (text = "", at = 0) =>
    text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);

  test.each<[string, (parts: string[]) => string[]]>([
    ["the key id", ([kid, ...rest]) => [flip(kid), ...rest]],
    ["the vector", ([kid = "", iv, rest = ""]) => [kid, flip(iv), rest]],
    ["the text", ([kid = "", iv = "", rest]) => [kid, iv, flip(rest, 3)]],
    ["the tag", ([kid = "", iv = "", rest = ""]) => [kid, iv, flip(rest, rest.length - 6)]],
    ["a shorter tag", ([kid = "", iv = "", rest = ""]) => [kid, iv, rest.slice(0, -4)]],
    ["no vector", ([kid = "", , rest = ""]) => [kid, "", rest]],
    ["no text", ([kid = "", iv = ""]) => [kid, iv]],
    ["nothing", () => [""]],
  ])("%s", (_, change) => {
    const sealed = seal.sealToken(TOKEN, PLACE);
    expect(seal.openToken(change(sealed.split(".")).join("."), PLACE)).toBeNull();
  });
});

test("an earlier secret's seal opens, and the current one seals (SE-2, SE-3)", async () => {
  const sealed = seal.sealToken(TOKEN, PLACE);
  const rotated = await load(OTHER, OWN);
  expect(rotated.openToken(sealed, PLACE)).toBe(TOKEN);
  expect(rotated.sealToken(TOKEN, PLACE).split(".")[0]).toBe(rotated.currentKid());
  expect(rotated.knownKids()).toEqual([rotated.currentKid(), seal.currentKid()]);
  const wrong = await load(OTHER);
  expect(wrong.openToken(sealed, PLACE)).toBeNull();
});

test("the key is of this purpose alone (SE-3)", async () => {
  const { keyRing } = await import("../keys");
  const kids = (["web session", "kakao token", "auth.js checks"] as const).map(
    (purpose) => keyRing(purpose).current.kid,
  );
  expect(new Set(kids).size).toBe(3);
  expect(seal.currentKid()).toBe(kids[1]);
});
