// What counts as having been asked anew by Kakao a moment ago, to the second (WD-1).
import { expect, test, vi } from "vitest";
import type { KakaoUser } from "#lib/kakao/user";
import { requireFreshAuthentication } from "#lib/sign-in/fresh-authentication";

const NOW = 1_800_000_000;
vi.spyOn(Date, "now").mockReturnValue(NOW * 1000);
const kakaoUser: KakaoUser = { kakaoId: "1", nickname: null, image: null, email: null };
const check = (idToken: { authTime: number | null } | null) =>
  requireFreshAuthentication({ kakaoUser, idToken, toKeep: null });

test.each([0, 60, 299, 300, 360, -60])("%i seconds ago is fresh (WD-1)", (ago) => {
  expect(() => check({ authTime: NOW - ago })).not.toThrow();
});

test.each([361, 3600, -61, NOW, -1e9])("%i seconds ago is refused (WD-1)", (ago) => {
  expect(() => check({ authTime: NOW - ago })).toThrow(
    expect.objectContaining({ name: "SignInRefused", code: "kakao_rejected" }),
  );
});

test("an id_token that does not say when is refused, and no id_token is not (WD-1)", () => {
  expect(() => check({ authTime: null })).toThrow();
  expect(() => check(null)).not.toThrow();
});
