// Single variables of a wrong kind, and what the right ones are read as.
import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "#lib/env";

type Source = Record<string, string | undefined>;

const BASE: Source = {
  APP_ENV: "production",
  AUTH_URL: "https://humblebug.test",
  AUTH_SECRET: "b3VyLWZpcnN0LWFuZC1jdXJyZW50LWtleTAwMDA",
  DATABASE_URL: "postgresql://app:word@db.internal:5432/humblebug",
};

function problemsOf(change: Source): string[] {
  try {
    parseEnv({ ...BASE, ...change });
    return [];
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.problems.map(({ name }) => name);
  }
}

describe("a value of the wrong kind is refused (EV-1)", () => {
  test.each([
    ["DATABASE_URL", "mysql://app@db/x"],
    ["DATABASE_URL", "https://db.internal"],
    ["DATABASE_URL", "db.internal:5432"],
    ["KAKAO_APP_ID", "abc"],
    ["KAKAO_APP_ID", "0"],
    ["KAKAO_APP_ID", "-1"],
    ["KAKAO_APP_ID", "1.5"],
    ["KAKAO_APP_ID", "12345678901234567890"],
    ["KAKAO_OIDC", "Required"],
    ["KAKAO_OIDC", "off"],
    ["KAKAO_OIDC", "true"],
    ["KAKAO_SCOPES", "openid profile"],
    ["KAKAO_SCOPES", "openid,,profile_nickname"],
    ["KAKAO_SCOPES", "openid,<script>"],
    ["TRUSTED_PROXY_HOPS", "one"],
    ["TRUSTED_PROXY_HOPS", "-1"],
    ["TRUSTED_PROXY_HOPS", "1.5"],
    ["TRUSTED_PROXY_HOPS", "11"],
    ["AUTH_REDIRECT_PROXY_URL", "http://humblebug.test/api/auth"],
    ["AUTH_REDIRECT_PROXY_URL", "javascript:alert(1)"],
    ["AUTH_REDIRECT_PROXY_URL", "https://user:word@humblebug.test/api/auth"],
    ["AUTH_REDIRECT_PROXY_URL", "/api/auth"],
    ["PREVIEW_ORIGINS", "*"],
    ["PREVIEW_ORIGINS", "https://preview.test/path"],
    ["PREVIEW_ORIGINS", "javascript:*"],
    ["PREVIEW_ORIGINS", "http://preview.test"],
    ["PREVIEW_ORIGINS", "https://preview.test,"],
  ])("%s %s", (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([name]);
  });
});

test.each(["ftp://humblebug.test/api/auth", "javascript:alert(1)"])(
  "in development too the proxy of previews has a web address: %s",
  (url) => {
    const change = { APP_ENV: "development", AUTH_REDIRECT_PROXY_URL: url };
    expect(problemsOf(change)).toEqual(["AUTH_REDIRECT_PROXY_URL"]);
  },
);

describe("what is right is read", () => {
  test("lists are split and trimmed", () => {
    const source = { ...BASE, KAKAO_SCOPES: "openid, profile_nickname" };
    expect(parseEnv(source).kakao.scopes).toEqual(["openid", "profile_nickname"]);
    expect(parseEnv(BASE).kakao.scopes).toEqual([]);
  });

  test("KAKAO_OIDC=required is kept", () => {
    expect(parseEnv({ ...BASE, KAKAO_OIDC: "required" }).kakao.oidc).toBe("required");
  });

  test("both spellings of a PostgreSQL address are right", () => {
    expect(problemsOf({ DATABASE_URL: "postgres://app@db/x" })).toEqual([]);
    expect(problemsOf({ DATABASE_URL: "postgresql://app@db/x" })).toEqual([]);
  });

  test("preview origins may be plain http on the machine of a developer", () => {
    const change = { APP_ENV: "development", PREVIEW_ORIGINS: "http://localhost:3001" };
    expect(problemsOf(change)).toEqual([]);
  });

  test("earlier secrets follow the current one in their order (ST-4)", () => {
    const earlier = {
      AUTH_SECRET_1: "b3VyLXNlY29uZC1hbmQtb2xkZXIta2V5MTExMQ",
      AUTH_SECRET_3: "b3VyLWZvdXJ0aC1hbmQtb2xkZXN0LWtleTMzMw",
    };
    expect(parseEnv({ ...BASE, ...earlier }).authSecrets).toEqual([
      BASE.AUTH_SECRET,
      earlier.AUTH_SECRET_1,
      earlier.AUTH_SECRET_3,
    ]);
  });
});
