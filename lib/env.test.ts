// The environment, as a table of mutations: each wrong value stops the server, is named, and is
// never printed.
import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "#lib/env";

type Source = Record<string, string | undefined>;

const PRODUCTION = {
  APP_ENV: "production",
  AUTH_URL: "https://humblebug.test",
  AUTH_SECRET: "b3VyLWZpcnN0LWFuZC1jdXJyZW50LWtleTAwMDA",
  AUTH_SECRET_1: "b3VyLXNlY29uZC1hbmQtb2xkZXIta2V5MTExMQ",
  AUTH_SECRET_2: "b3VyLXRoaXJkLWFuZC1vbGRlci1rZXkyMjIyMg",
  AUTH_SECRET_3: "b3VyLWZvdXJ0aC1hbmQtb2xkZXN0LWtleTMzMw",
  AUTH_KAKAO_ID: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
  AUTH_KAKAO_SECRET: "KqV3zT8mWp1Rb6Yc0LsN4hDx9UgJ5eAf",
  KAKAO_APP_ID: "100001",
  KAKAO_NATIVE_APP_KEYS: "7d31c8e95fa2460bb6e4d0179c83f52a",
  KAKAO_ADMIN_KEY: "f9e8d7c6b5a4938271605f4e3d2c1b0a",
  KAKAO_ADMIN_KEY_PREVIOUS: "00f1e2d3c4b5a6978879605142332415",
  DATABASE_URL: "postgresql://app:word@db.internal:5432/humblebug",
  AUTH_REDIRECT_PROXY_URL: "https://humblebug.test/api/auth",
  CRON_SECRET: "Y3Jvbi1zZWNyZXQtb2YtYS10ZXN0LW9ubHktNTU1NTU",
  PREVIEW_PROXY_SECRET: "cHJldmlldy1wcm94eS1rZXktb25seS00NDQ0NA",
  PREVIEW_ORIGINS: "https://humblebug-*-team.vercel.app",
};

function problemsOf(change: Source, base: Source = PRODUCTION): string[] {
  try {
    parseEnv({ ...base, ...change });
    return [];
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return error.problems.map(({ name }) => name);
  }
}

test("a whole production environment is right", () => {
  expect(parseEnv(PRODUCTION)).toMatchObject({
    appEnv: "production",
    authUrl: "https://humblebug.test",
    kakao: { authUrl: "https://kauth.kakao.com", apiUrl: "https://kapi.kakao.com", oidc: "auto" },
    trustedProxyHops: 0,
  });
});

describe("a missing variable stops the server only where nothing works without it (EV-1, EV-8)", () => {
  test.each(["AUTH_SECRET", "DATABASE_URL", "AUTH_URL"])("%s is required", (name) => {
    expect(problemsOf({ [name]: undefined })).toEqual([name]);
  });

  test.each([
    ["AUTH_KAKAO_ID", "restApiKey"],
    ["AUTH_KAKAO_SECRET", "clientSecret"],
    ["KAKAO_APP_ID", "appId"],
    ["KAKAO_ADMIN_KEY", "adminKey"],
    ["KAKAO_ADMIN_KEY_PREVIOUS", "adminKeyPrevious"],
  ])("%s may be missing: the app starts closed", (name, field) => {
    expect(parseEnv({ ...PRODUCTION, [name]: undefined }).kakao).toMatchObject({ [field]: null });
  });

  test.each([
    "AUTH_SECRET_1",
    "AUTH_SECRET_2",
    "AUTH_SECRET_3",
    "AUTH_REDIRECT_PROXY_URL",
    "PREVIEW_PROXY_SECRET",
    "PREVIEW_ORIGINS",
    "CRON_SECRET",
  ])("%s may be missing", (name) => {
    expect(problemsOf({ [name]: undefined })).toEqual([]);
  });

  test("AUTH_URL may be missing in development, and is then this machine", () => {
    const source = { ...PRODUCTION, APP_ENV: "development", AUTH_URL: undefined };
    expect(parseEnv(source).authUrl).toBe("http://localhost:3000");
  });
});

const EVERY_VARIABLE = [
  ...Object.keys(PRODUCTION).filter((name) => name !== "APP_ENV"),
  "KAKAO_SCOPES",
  "KAKAO_OIDC",
  "TRUSTED_PROXY_HOPS",
];

describe("text that nobody meant is refused in every variable (EV-1)", () => {
  test.each(EVERY_VARIABLE)("%s empty", (name) => {
    const empty = () => parseEnv({ ...PRODUCTION, [name]: "" });
    expect(empty).toThrow(`${name} is empty: set it or remove it`);
  });

  test.each(EVERY_VARIABLE)("%s with white space or a line end around or in it", (name) => {
    const right = { ...PRODUCTION, KAKAO_SCOPES: "openid", KAKAO_OIDC: "auto" } as Source;
    const value = right[name] ?? "1";
    for (const odd of [`${value} `, ` ${value}`, `${value}\n`, `${value}\r\n`, `\t${value}`])
      expect(problemsOf({ [name]: odd })).toContain(name);
    const inside = `${value.slice(0, -1)}\u0000${value.slice(-1)}`;
    expect(problemsOf({ [name]: inside })).toContain(name);
  });
});

const SECRETS = ["AUTH_SECRET", "AUTH_SECRET_1", "AUTH_SECRET_2", "AUTH_SECRET_3"].concat(
  "PREVIEW_PROXY_SECRET",
  "CRON_SECRET",
);
const KEYS = ["AUTH_KAKAO_ID", "AUTH_KAKAO_SECRET", "KAKAO_ADMIN_KEY", "KAKAO_ADMIN_KEY_PREVIOUS"];

describe.each(SECRETS)("%s (ST-3, EV-1)", (name) => {
  test.each([
    ["31 bytes", "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1f"],
    ["one repeated character", "k".repeat(48)],
    ["few different characters", "abcabcabcabcabcabcabcabcabcabcabcabc"],
    ["changeme", "changeme-changeme-changeme-0123456789"],
    ["change_me in capitals", "CHANGE_ME_0123456789_ABCDEFGHIJKLMNOP"],
    ["secret", "secret-0123456789-abcdefghijklmnopqrst"],
    ["password", "my-password-is-0123456789-abcdefghijkl"],
    ["placeholder", "this-is-a-placeholder-0123456789-abcde"],
    ["your-…-here", "your-secret-goes-here-0123456789-abcdef"],
    ["an angle-bracketed hint", "<put 32 random bytes here, base64 0123>"],
  ])("%s is refused", (_, value) => {
    expect(problemsOf({ [name]: value })).toEqual([name]);
  });

  test("32 bytes are enough", () => {
    expect(problemsOf({ [name]: "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fH" })).toEqual([]);
  });
});

describe.each(KEYS)("%s (EV-9)", (name) => {
  test.each([
    ["too short", "a1b2c3d"],
    ["more than a key", "a1b2c3d4".repeat(13)],
    ["a sentence", "the key of our app"],
    ["an address", "https://kauth.kakao.com"],
    ["one repeated character", "0".repeat(32)],
    ["a placeholder", "YOUR_REST_API_KEY"],
    ["changeme", "changeme"],
  ])("%s is refused", (_, value) => {
    expect(problemsOf({ [name]: value })).toEqual([name]);
  });
});

describe("one value in two places is refused: one leak must open one door (EV-1, ST-3, SE-3)", () => {
  const all = [...SECRETS, ...KEYS];
  const pairs = all.flatMap((first, index) =>
    all.slice(index + 1).map((second) => [first, second]),
  );
  test.each(pairs)("%s = %s", (first, second) => {
    const value = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fH";
    expect(problemsOf({ [first as string]: value, [second as string]: value })).toEqual([second]);
  });
});

describe("EnvError (EV-1)", () => {
  test("names every faulty variable at once", () => {
    const change = { AUTH_SECRET: undefined, DATABASE_URL: "mysql://x", KAKAO_APP_ID: "abc" };
    expect(problemsOf(change).sort()).toEqual(["AUTH_SECRET", "DATABASE_URL", "KAKAO_APP_ID"]);
  });

  test("says the name in its message and never the value", () => {
    for (const name of EVERY_VARIABLE) {
      const canary = `<canary ${name.toLowerCase()} 8d1f>`;
      try {
        parseEnv({ ...PRODUCTION, [name]: canary });
        expect.unreachable(`${name} was accepted`);
      } catch (error) {
        expect(String(error)).toContain(name);
        expect(JSON.stringify([String(error), error])).not.toContain("8d1f");
      }
    }
  });
});

describe("KAKAO_NATIVE_APP_KEYS lists whose id_tokens an app may bring (NX-4)", () => {
  const native = "7d31c8e95fa2460bb6e4d0179c83f52a";

  test("none, one or several", () => {
    const none = { ...PRODUCTION, KAKAO_NATIVE_APP_KEYS: undefined };
    expect(parseEnv(none).kakao.nativeAppKeys).toEqual([]);
    expect(parseEnv(PRODUCTION).kakao.nativeAppKeys).toEqual([native]);
    const two = {
      ...PRODUCTION,
      KAKAO_NATIVE_APP_KEYS: `${native}, a2f53c89710d4e6bb0642afa59c8e31d`,
    };
    expect(parseEnv(two).kakao.nativeAppKeys).toHaveLength(2);
  });

  test.each(["", "a", `${native},`, `${native};${native}`, `<${native}>`])(
    "%j is refused",
    (value) => {
      expect(problemsOf({ KAKAO_NATIVE_APP_KEYS: value })).toEqual(["KAKAO_NATIVE_APP_KEYS"]);
    },
  );

  test("the REST key does not belong there", () => {
    const value = `${native},${PRODUCTION.AUTH_KAKAO_ID}`;
    expect(problemsOf({ KAKAO_NATIVE_APP_KEYS: value })).toEqual(["KAKAO_NATIVE_APP_KEYS"]);
  });
});
