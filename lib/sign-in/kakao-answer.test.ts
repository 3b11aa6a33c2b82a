// What Kakao sent the browser back with, before anything of it is believed (CB-1, CB-5 to CB-8, CB-14).
import { describe, expect, test } from "vitest";
import { MalformedAnswer, readKakaoAnswer } from "#lib/sign-in/kakao-answer";
import { SignInRefused } from "#lib/sign-in/refusal";

const CALLBACK = "http://localhost:3199/api/auth/callback/kakao";
const ISSUER = "http://127.0.0.1:4199";

function read(query: string) {
  return readKakaoAnswer(new URL(`${CALLBACK}${query}`));
}

function refusalOf(query: string): string {
  try {
    read(query);
    return "none";
  } catch (error) {
    if (error instanceof SignInRefused) return error.code;
    if (error instanceof MalformedAnswer) return "malformed";
    throw error;
  }
}

test("a code and a state are an answer", () => {
  expect(read("?code=the-code&state=the-state")).toEqual({
    kind: "code",
    code: "the-code",
    state: "the-state",
  });
});

test.each([
  ["?code=c", "expired"],
  ["?code=c&state=", "expired"],
  ["?error=access_denied", "unknown"],
  ["?error=access_denied&state=", "unknown"],
])("without a state %s is refused as %s (CB-1)", (query, code) => {
  expect(refusalOf(query)).toBe(code);
});

test.each([
  "?state=bad&state=good&code=c",
  "?state=s&state=s&code=c",
  "?state=s&code=c&code=d",
  "?state=s&error=access_denied&error=server_error",
  "?state=s&error=x&error_description=a&error_description=b",
  `?state=s&code=c&iss=${ISSUER}&iss=${ISSUER}`,
  "?state=s&code=c&%63ode=d",
])("a parameter that comes twice is refused: %s (CB-5)", (query) => {
  expect(refusalOf(query)).toBe("unknown");
});

test("a parameter of nobody's may come twice (K27)", () => {
  expect(refusalOf("?state=s&code=c&new=1&new=2")).toBe("none");
});

test.each([
  "",
  "?",
  "?state=s",
  "?state=s&code=",
  "?state=s&code=&error=",
  "?state=s&code=c&error=access_denied",
])("both or neither of code and error are refused: %s (CB-7)", (query) => {
  expect(refusalOf(query)).toBe("unknown");
});

describe("iss (CB-8)", () => {
  test("the right one is taken, and absence too", () => {
    expect(refusalOf(`?state=s&code=c&iss=${encodeURIComponent(ISSUER)}`)).toBe("none");
    expect(refusalOf("?state=s&code=c")).toBe("none");
  });

  test.each([
    "https://evil.test",
    `${ISSUER}/`,
    "https://kauth.kakao.com",
    "HTTP://127.0.0.1:4199",
    "",
  ])("%j is refused, with a code and with an error", (iss) => {
    const query = `&iss=${encodeURIComponent(iss)}`;
    expect(refusalOf(`?state=s&code=c${query}`)).toBe("kakao_rejected");
    expect(refusalOf(`?state=s&error=access_denied${query}`)).toBe("kakao_rejected");
  });
});

describe("an error picks one of our own texts (CB-6)", () => {
  const reads = (query: string) => {
    const answer = read(query);
    return answer.kind === "refusal" ? answer.refusal : "code";
  };

  test.each([
    ["access_denied", "cancelled"],
    ["server_error", "kakao_unavailable"],
    ["temporarily_unavailable", "kakao_unavailable"],
    ["invalid_request", "misconfigured"],
    ["invalid_scope", "misconfigured"],
    ["invalid_client", "misconfigured"],
    ["unauthorized_client", "misconfigured"],
    ["unsupported_response_type", "misconfigured"],
    ["misconfigured", "misconfigured"],
    ["login_required", "kakao_rejected"],
    ["consent_required", "kakao_rejected"],
    ["interaction_required", "kakao_rejected"],
    ["KOE006", "kakao_rejected"],
    ["KOE101", "kakao_rejected"],
    ["<script>alert(1)</script>", "kakao_rejected"],
    ["under_14", "kakao_rejected"],
    ["cancelled", "kakao_rejected"],
    ["ACCESS_DENIED", "kakao_rejected"],
    ["access_denied ", "kakao_rejected"],
    ["server_error_x", "kakao_rejected"],
    ["x_invalid_scope", "kakao_rejected"],
  ])("%s is %s", (error, refusal) => {
    expect(reads(`?state=s&error=${encodeURIComponent(error)}`)).toBe(refusal);
  });

  test.each([
    ["login_required", true],
    ["consent_required", true],
    ["interaction_required", true],
    ["access_denied", false],
    ["LOGIN_REQUIRED", false],
    ["login_required_x", false],
    ["server_error", false],
  ])("%s needs the person: %s", (error, needsPerson) => {
    expect(read(`?state=s&error=${error}`)).toMatchObject({ kind: "refusal", needsPerson });
  });

  test.each([
    ["Not allowed under age 14", "under_14"],
    ["Not allowed under age 14.", "cancelled"],
    ["not allowed under age 14", "cancelled"],
    ["User denied access", "cancelled"],
    ["<img src=x onerror=alert(1)>", "cancelled"],
    ["x".repeat(5000), "cancelled"],
  ])("access_denied because %s", (description, refusal) => {
    const query = new URLSearchParams({ error: "access_denied", error_description: description });
    expect(reads(`?state=s&${query}`)).toBe(refusal);
  });

  test("a child is told by access_denied alone", () => {
    const query = "?state=s&error=server_error&error_description=Not%20allowed%20under%20age%2014";
    expect(reads(query)).toBe("kakao_unavailable");
  });

  test("Kakao's text goes nowhere", () => {
    const answer = read("?state=s&error=canary&error_description=canary&error_uri=canary");
    expect(JSON.stringify(answer)).not.toContain("canary");
  });
});

describe("a query that no Kakao sends is malformed (CB-14)", () => {
  test.each([
    ["NUL", "?state=s&code=a%00b"],
    ["CR LF", "?state=s&code=a%0d%0ab"],
    ["DEL", "?state=s&code=a%7fb"],
    ["an emoji", "?state=s&code=%F0%9F%98%80"],
    ["bytes that are no text", "?state=s&code=%ff%fe"],
    ["an odd character in the state", "?state=%00&code=c"],
    ["an odd character in another value", "?state=s&code=c&x=%00"],
    ["an odd character in a name", "?state=s&code=c&%00=x"],
    ["a code above 2 KB", `?state=s&code=${"c".repeat(2049)}`],
    ["a state above 4 KB", `?code=c&state=${"s".repeat(4097)}`],
    ["9 KB in all", `?state=s&code=c&x=${"x".repeat(9000)}`],
    ["9 KB of many parameters", `?state=s&code=c${"&x=1".repeat(2300)}`],
  ])("%s", (_, query) => {
    expect(refusalOf(query)).toBe("malformed");
  });

  test("the largest that fits is taken", () => {
    expect(refusalOf(`?code=${"c".repeat(2048)}&state=${"s".repeat(4096)}`)).toBe("none");
  });

  test("a malformed query is told before anything else is read of it", () => {
    expect(refusalOf("?state=%00&state=b")).toBe("malformed");
  });
});
