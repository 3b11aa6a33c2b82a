// The Content-Security-Policy, directive by directive (WB-6).
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const NONCE = "bm9uY2Utb2YtdGhpcy1hbnN3ZXI";

async function policyOf(environment: Record<string, string | undefined>) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { contentSecurityPolicy } = await import("#lib/http/content-security-policy");
  const policy = contentSecurityPolicy(NONCE);
  return Object.fromEntries(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );
}

const PRODUCTION = {
  APP_ENV: "production",
  AUTH_URL: "https://humblebug.test",
  KAKAO_AUTH_URL: undefined,
  KAKAO_API_URL: undefined,
};

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("in production", () => {
  test("nothing is allowed but what is named", async () => {
    expect(await policyOf(PRODUCTION)).toEqual({
      "default-src": ["'none'"],
      "script-src": [`'nonce-${NONCE}'`, "'strict-dynamic'"],
      "style-src": ["'self'", `'nonce-${NONCE}'`],
      "img-src": ["'self'", "https://*.kakaocdn.net"],
      "font-src": ["'self'"],
      "connect-src": ["'self'"],
      "manifest-src": ["'self'"],
      "form-action": ["'self'", "https://kauth.kakao.com", "https://accounts.kakao.com"],
      "frame-ancestors": ["'none'"],
      "base-uri": ["'none'"],
      "object-src": ["'none'"],
      "report-uri": ["/api/csp-report"],
    });
  });

  test.each(["production", "preview"])("%s has nothing unsafe in it", async (APP_ENV) => {
    const policy = await policyOf({ ...PRODUCTION, APP_ENV });
    expect(JSON.stringify(policy)).not.toMatch(/unsafe-|ws:|\*[" ]|data:|http:/);
  });
});

test("under test the form may go to the emulator, and scripts are as strict as in production", async () => {
  const policy = await policyOf({});
  expect(policy["form-action"]).toEqual(["'self'", "http://127.0.0.1:4199"]);
  expect(policy["script-src"]).toEqual([`'nonce-${NONCE}'`, "'strict-dynamic'"]);
});

test("only the development server may evaluate code", async () => {
  const policy = await policyOf({ APP_ENV: "development" });
  expect(policy["script-src"]).toContain("'unsafe-eval'");
  expect(policy["script-src"]).not.toContain("'unsafe-inline'");
});
