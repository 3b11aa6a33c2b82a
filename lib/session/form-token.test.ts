// The hidden field of a form belongs to one session (WB-2).
import { createHmac } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { keyRing } from "#lib/keys";
import { formTokenFor, isFormTokenOf } from "#lib/session/form-token";

const OURS = "session-secret-of-this-browser";
const THEIRS = "session-secret-of-another-browser";
const token = formTokenFor(OURS);
const [kid = "", mac = ""] = token.split(".");

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a form of this session is taken", () => {
  expect(isFormTokenOf(OURS, token)).toBe(true);
});

test("a form of another session is refused", () => {
  expect(isFormTokenOf(THEIRS, token)).toBe(false);
  expect(isFormTokenOf(OURS, formTokenFor(THEIRS))).toBe(false);
});

test.each([
  ["null", null],
  ["undefined", undefined],
  ["a file", new Blob([token])],
  ["a list", [token]],
  ["an empty one", ""],
  ["a dot", "."],
  ["a kid alone", kid],
  ["a kid and nothing", `${kid}.`],
  ["a MAC alone", mac],
  ["an unknown kid", `AAAAAAAA.${mac}`],
  ["half a MAC", `${kid}.${mac.slice(0, 20)}`],
  ["a longer MAC", `${kid}.${mac}AAAA`],
  ["a MAC of zeros", `${kid}.${"A".repeat(43)}`],
])("%s is refused", (_, given) => {
  expect(isFormTokenOf(OURS, given)).toBe(false);
});

test("a MAC under the key of another purpose is refused (ST-5)", () => {
  const { key } = keyRing("web session").current;
  const other = createHmac("sha256", key).update(OURS).digest("base64url");
  expect(isFormTokenOf(OURS, `${kid}.${other}`)).toBe(false);
});

test("a form made before the secret was rotated is still taken (ST-4, P4)", async () => {
  vi.stubEnv("AUTH_SECRET_1", process.env.AUTH_SECRET);
  vi.stubEnv("AUTH_SECRET", "b3VyLWZpcnN0LWFuZC1jdXJyZW50LWtleTAwMDA");
  vi.resetModules();
  const rotated = await import("#lib/session/form-token");
  expect(rotated.isFormTokenOf(OURS, token)).toBe(true);
  expect(rotated.formTokenFor(OURS)).not.toBe(token);
});
