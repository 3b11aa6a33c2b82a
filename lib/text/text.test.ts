// The dictionaries say the same things, and nothing is left out.
import { expect, test } from "vitest";
import { crashText } from "#lib/text/crash";
import { en } from "#lib/text/en";
import { fill, splitAt } from "#lib/text/fill";
import { ko } from "#lib/text/ko";
import { readSignInError, signInErrorCodes } from "#lib/text/sign-in-error";

function listSentences(dictionary: object, path = ""): [string, string][] {
  return Object.entries(dictionary).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[path + key, value] as [string, string]]
      : listSentences(value, `${path}${key}.`),
  );
}

function listPlaceholders(dictionary: object): string[] {
  return listSentences(dictionary).map(
    ([key, sentence]) => `${key}: ${(sentence.match(/\{\w+\}/g) ?? []).sort().join(" ")}`,
  );
}

test("both languages have the same keys", () => {
  const keys = (dictionary: object) => listSentences(dictionary).map(([key]) => key);
  expect(keys(en)).toEqual(keys(ko));
});

test("both languages have the same placeholders", () => {
  expect(listPlaceholders(en)).toEqual(listPlaceholders(ko));
});

test("no sentence is empty or padded", () => {
  for (const [key, sentence] of [...listSentences(ko), ...listSentences(en)]) {
    expect(sentence, key).toBe(sentence.trim());
    expect(sentence, key).not.toBe("");
  }
});

test("every sign-in error has a sentence of its own in each language", () => {
  for (const code of signInErrorCodes) {
    expect(ko.errors[code]).toMatch(/[가-힣]/);
    expect(en.errors[code]).toMatch(/^[A-Z].*\.$/);
  }
});

test("a crash says the same as an unknown error", () => {
  expect(crashText.ko.headline).toBe(ko.errors.unknown);
  expect(crashText.en.headline).toBe(en.errors.unknown);
});

test("an error code that nobody knows, or from Object.prototype, is unknown", () => {
  expect(readSignInError("cancelled")).toBe("cancelled");
  expect(readSignInError("constructor")).toBe("unknown");
  expect(readSignInError("unavailable")).toBe("unknown");
  expect(readSignInError("<script>")).toBe("unknown");
});

test("no error code, no error", () => {
  expect(readSignInError(undefined)).toBeNull();
  expect(readSignInError("")).toBeNull();
});

test.each(["민지", "지훈", "Kim", "😀", "{nickname}", "$&"])(
  "the greeting needs no particle that depends on the nickname: %s",
  (nickname) => {
    expect(fill(ko.home.greeting, { nickname })).toBe(`${nickname}님, 반가워요`);
    expect(fill(en.home.greeting, { nickname })).toBe(`Welcome, ${nickname}`);
  },
);

test("a sentence splits around its placeholder", () => {
  expect(splitAt(ko.home.greeting, "nickname")).toEqual({ before: "", after: "님, 반가워요" });
  expect(splitAt(en.home.greeting, "nickname")).toEqual({ before: "Welcome, ", after: "" });
});

test("a placeholder without a value stays visible", () => {
  expect(fill("{a} {constructor}", { a: "1" })).toBe("1 {constructor}");
});
