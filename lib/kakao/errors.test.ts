// Every code that Kakao documents, and what it means to us: decided by Kakao's code, not by the status.
import { describe, expect, test } from "vitest";
import { apiRefusal, KakaoError, type KakaoErrorCode, tokenRefusal } from "#lib/kakao/errors";

const TOKEN_CODES: Record<KakaoErrorCode, string[]> = {
  rate_limited: ["KOE237"],
  unavailable: ["KOE003"],
  misconfigured: [..."004 005 006 008 009 010 101 102 114 126 127 205 207 303 310".split(" ")].map(
    (number) => `KOE${number}`,
  ),
  rejected: ["KOE319", "KOE320", "KOE322", "KOE400", "KOE999"],
  under_14: [],
};
const tokenCases = Object.entries(TOKEN_CODES).flatMap(([meaning, codes]) =>
  codes.map((code) => [code, meaning] as const),
);

describe("the token endpoint (K3, K4, K7, K8)", () => {
  test.each(tokenCases)("%s is %s whatever the status", (code, meaning) => {
    for (const status of [400, 401, 429, 500])
      expect(tokenRefusal(status, code).code).toBe(meaning);
  });

  test.each([
    [429, "rate_limited"],
    [500, "unavailable"],
    [502, "unavailable"],
    [503, "unavailable"],
    [400, "unavailable"],
    [401, "unavailable"],
    [302, "unavailable"],
  ] as const)("status %i without a code is %s", (status, meaning) => {
    expect(tokenRefusal(status, null).code).toBe(meaning);
  });
});

const API_CODES: Record<KakaoErrorCode, number[]> = {
  rate_limited: [-10],
  under_14: [-406],
  unavailable: [-1, -7, -603, -9798],
  misconfigured: [-3, -5, -12],
  rejected: [-2, -4, -6, -8, -9, -11, -101, -103, -401, -402, -405, -451, -501, -903, -12345],
};
const apiCases = Object.entries(API_CODES).flatMap(([meaning, codes]) =>
  codes.map((code) => [code, meaning] as const),
);

describe("the API (K4, K5, K25)", () => {
  test.each(apiCases)("%i is %s whatever the status", (code, meaning) => {
    for (const status of [400, 401, 403, 429, 503])
      expect(apiRefusal(status, code).code).toBe(meaning);
  });

  test.each([
    [429, "rate_limited"],
    [500, "unavailable"],
    [503, "unavailable"],
    [400, "unavailable"],
    [401, "unavailable"],
  ] as const)("status %i without a code is %s: never an invalid token", (status, meaning) => {
    expect(apiRefusal(status, null).code).toBe(meaning);
  });
});

test("an error keeps its reason and its cause", () => {
  const cause = new Error("socket hang up");
  const error = new KakaoError("unavailable", "no complete answer", { cause });
  expect(error).toMatchObject({ name: "KakaoError", reason: "no complete answer", cause });
});
