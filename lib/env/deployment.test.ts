// Which deployment this is, and under which address: nothing but an exact name opens a door.
import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "#lib/env";

type Source = Record<string, string | undefined>;

const BASE: Source = {
  AUTH_URL: "https://humblebug.test",
  AUTH_SECRET: "b3VyLWZpcnN0LWFuZC1jdXJyZW50LWtleTAwMDA",
  DATABASE_URL: "postgresql://app:word@db.internal:5432/humblebug",
};
const OVERRIDES = { KAKAO_AUTH_URL: "https://fake.test", KAKAO_API_URL: "https://fake.test" };
const PLAIN_OVERRIDES = {
  KAKAO_AUTH_URL: "http://127.0.0.1:4100",
  KAKAO_API_URL: "http://127.0.0.1:4100",
};

function problemsOf(change: Source): string[] {
  try {
    parseEnv({ ...BASE, ...change });
    return [];
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.problems.map(({ name }) => name).sort();
  }
}

const BOTH = ["KAKAO_API_URL", "KAKAO_AUTH_URL"];

describe("anything but an exact name is production (EV-2)", () => {
  test.each([undefined, "", "Production", "prod ", "prod", "TEST", "test ", "dev", "Development"])(
    "APP_ENV %j",
    (APP_ENV) => {
      expect(parseEnv({ ...BASE, APP_ENV }).appEnv).toBe("production");
      expect(problemsOf({ APP_ENV, ...OVERRIDES })).toEqual(BOTH);
      expect(problemsOf({ APP_ENV, AUTH_URL: undefined })).toEqual(["AUTH_URL"]);
    },
  );

  test.each(["development", "test", "preview"])("APP_ENV %j is itself", (APP_ENV) => {
    expect(parseEnv({ ...BASE, APP_ENV }).appEnv).toBe(APP_ENV);
  });

  test.each([
    ["production", "production"],
    ["preview", "preview"],
    ["development", "production"],
    ["test", "production"],
    ["", "production"],
  ])("VERCEL_ENV %j is %s whatever APP_ENV says", (VERCEL_ENV, expected) => {
    for (const APP_ENV of [undefined, "development", "test", "preview", "production"])
      expect(parseEnv({ ...BASE, APP_ENV, VERCEL_ENV }).appEnv).toBe(expected);
  });
});

describe("another Kakao cannot be active in production (EV-3)", () => {
  test.each([
    ["APP_ENV=production", { APP_ENV: "production" }],
    ["APP_ENV unset", {}],
    ["VERCEL_ENV=production over APP_ENV=test", { APP_ENV: "test", VERCEL_ENV: "production" }],
    ["VERCEL_ENV=development", { APP_ENV: "development", VERCEL_ENV: "development" }],
  ])("%s refuses both overrides, https or not", (_, deployment) => {
    expect(problemsOf({ ...deployment, ...OVERRIDES })).toEqual(BOTH);
    expect(problemsOf({ ...deployment, ...PLAIN_OVERRIDES })).toEqual(expect.arrayContaining(BOTH));
  });

  test.each(BOTH)("production refuses %s alone, empty, and set to the real Kakao", (name) => {
    expect(problemsOf({ [name]: "https://fake.test" })).toEqual([name]);
    expect(problemsOf({ [name]: "" })).toContain(name);
    expect(problemsOf({ [name]: "https://kauth.kakao.com" })).toEqual([name]);
  });

  test("preview takes https overrides and refuses http ones", () => {
    expect(problemsOf({ APP_ENV: "preview", ...OVERRIDES })).toEqual([]);
    expect(problemsOf({ APP_ENV: "preview", ...PLAIN_OVERRIDES })).toEqual(BOTH);
    expect(problemsOf({ VERCEL_ENV: "preview", ...PLAIN_OVERRIDES })).toEqual(BOTH);
  });

  test.each(["development", "test"])("%s takes http overrides", (APP_ENV) => {
    expect(parseEnv({ ...BASE, APP_ENV, ...PLAIN_OVERRIDES }).kakao).toMatchObject({
      authUrl: "http://127.0.0.1:4100",
      apiUrl: "http://127.0.0.1:4100",
    });
  });

  test.each([
    ["KAKAO_AUTH_URL", "KAKAO_API_URL"],
    ["KAKAO_API_URL", "KAKAO_AUTH_URL"],
  ])("%s alone is refused: half of Kakao would be the real one", (given, other) => {
    expect(problemsOf({ APP_ENV: "test", [given]: "https://fake.test" })).toEqual([other]);
  });

  test.each(["https://fake.test/path", "https://fake.test?a=b", "https://u:p@fake.test", "fake"])(
    "an override that is no origin is refused: %s",
    (url) => {
      const change = { APP_ENV: "test", KAKAO_AUTH_URL: url, KAKAO_API_URL: url };
      expect(problemsOf(change)).toEqual(BOTH);
    },
  );
});

describe("AUTH_URL is an https origin of the outside world (EV-1, EV-8, AR-1)", () => {
  test.each([
    "http://humblebug.test",
    "https://humblebug.test/path",
    "https://humblebug.test?query",
    "https://humblebug.test#fragment",
    "https://user:word@humblebug.test",
    "https://user@humblebug.test",
    "humblebug.test",
    "//humblebug.test",
    "ftp://humblebug.test",
    "https://localhost",
    "https://localhost:3000",
    "https://app.localhost",
    "https://127.0.0.1",
    "https://127.1.2.3",
    "https://0.0.0.0",
    "https://[::1]",
  ])("%s is refused in production and in preview", (AUTH_URL) => {
    expect(problemsOf({ APP_ENV: "production", AUTH_URL })).toEqual(["AUTH_URL"]);
    expect(problemsOf({ APP_ENV: "preview", AUTH_URL })).toEqual(["AUTH_URL"]);
  });

  test("in development too it is a web address", () => {
    for (const AUTH_URL of ["ftp://humblebug.test", "ws://humblebug.test", "localhost:3000"])
      expect(problemsOf({ APP_ENV: "development", AUTH_URL })).toEqual(["AUTH_URL"]);
  });

  test("a trailing slash is taken off", () => {
    expect(parseEnv({ ...BASE, AUTH_URL: "https://humblebug.test/" }).authUrl).toBe(
      "https://humblebug.test",
    );
  });

  test("http and this machine are right in development and test", () => {
    for (const APP_ENV of ["development", "test"])
      expect(problemsOf({ APP_ENV, AUTH_URL: "http://localhost:3000" })).toEqual([]);
  });
});

describe("on Vercel an unset AUTH_URL comes from the platform", () => {
  const HOSTS = {
    VERCEL_PROJECT_PRODUCTION_URL: "humblebug.kr",
    VERCEL_BRANCH_URL: "humblebug-git-x-team.vercel.app",
    VERCEL_URL: "humblebug-abc123-team.vercel.app",
  };
  const authUrlOf = (change: Source) =>
    parseEnv({ ...BASE, AUTH_URL: undefined, ...change }).authUrl;

  test("production has the production address", () => {
    expect(authUrlOf({ VERCEL_ENV: "production", ...HOSTS })).toBe("https://humblebug.kr");
  });

  test("a preview has its branch's address, or else its own", () => {
    expect(authUrlOf({ VERCEL_ENV: "preview", ...HOSTS })).toBe(
      "https://humblebug-git-x-team.vercel.app",
    );
    expect(authUrlOf({ VERCEL_ENV: "preview", ...HOSTS, VERCEL_BRANCH_URL: undefined })).toBe(
      "https://humblebug-abc123-team.vercel.app",
    );
  });

  test("an AUTH_URL that is set wins", () => {
    expect(authUrlOf({ VERCEL_ENV: "preview", ...HOSTS, AUTH_URL: "https://own.test" })).toBe(
      "https://own.test",
    );
  });

  test("outside Vercel its variables say nothing (EV-8)", () => {
    expect(problemsOf({ AUTH_URL: undefined, ...HOSTS })).toEqual(["AUTH_URL"]);
  });

  test.each(["", "humblebug.kr/path", "http://humblebug.kr", "user@humblebug.kr", "a b"])(
    "a platform address that is no host is refused: %j",
    (host) => {
      const change = { AUTH_URL: undefined, VERCEL_ENV: "production" };
      expect(problemsOf({ ...change, VERCEL_PROJECT_PRODUCTION_URL: host })).toEqual(["AUTH_URL"]);
    },
  );

  test("one proxy is trusted there, none elsewhere (WB-13)", () => {
    expect(parseEnv({ ...BASE, VERCEL_ENV: "production" }).trustedProxyHops).toBe(1);
    expect(
      parseEnv({ ...BASE, VERCEL_ENV: "production", TRUSTED_PROXY_HOPS: "0" }).trustedProxyHops,
    ).toBe(0);
    expect(parseEnv(BASE).trustedProxyHops).toBe(0);
  });
});
