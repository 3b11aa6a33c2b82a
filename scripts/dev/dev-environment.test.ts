// What `npm run dev` decides from a person's own variables.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildAppEnvironment, planDev, readOwnVariables, type Variables } from "./dev-environment";

const app = {
  appId: 7,
  restApiKey: "rest",
  nativeAppKey: "native",
  clientSecret: "secret",
  adminKey: "admin",
};

function build(own: Variables, shell: Variables = own) {
  const plan = planDev(own);
  const emulator = plan.kakao === "real" ? null : { app, url: "http://127.0.0.1:4100" };
  const databaseUrl = "postgresql://127.0.0.1:5/embedded";
  return buildAppEnvironment({ shell, own, plan, secret: "made", databaseUrl, emulator });
}

describe("what is started", () => {
  test("with nothing set: embedded database, emulator, port 3000", () => {
    expect(planDev({})).toEqual({
      port: 3000,
      origin: "http://localhost:3000",
      redirectUri: "http://localhost:3000/api/auth/callback/kakao",
      logoutRedirectUri: "http://localhost:3000/sign-in",
      kakao: "emulator",
      database: "embedded",
    });
  });

  test("another port moves the redirect address with it", () => {
    expect(planDev({ PORT: "3005" }).redirectUri).toBe(
      "http://localhost:3005/api/auth/callback/kakao",
    );
  });

  test("a Kakao app of one's own means the real Kakao", () => {
    expect(planDev({ AUTH_KAKAO_ID: "mine" }).kakao).toBe("real");
  });

  test("another Kakao address means that nobody is started", () => {
    expect(planDev({ KAKAO_AUTH_URL: "http://127.0.0.1:9" }).kakao).toBe("other-emulator");
  });

  test("a database of one's own means no embedded one", () => {
    expect(planDev({ DATABASE_URL: "postgresql://x/y" }).database).toBe("own");
  });

  test.each(["0", "70000", "abc", "30.5"])("PORT=%s is refused", (PORT) => {
    expect(() => planDev({ PORT })).toThrow(/is not a port/);
  });

  test("an AUTH_URL that is no address is refused without its value", () => {
    expect(() => planDev({ AUTH_URL: "not an address" })).toThrow(/^AUTH_URL is not an address/);
  });
});

describe("what the app gets", () => {
  test("everything it needs, when nothing is set", () => {
    expect(build({})).toMatchObject({
      APP_ENV: "development",
      AUTH_URL: "http://localhost:3000",
      AUTH_SECRET: "made",
      AUTH_KAKAO_ID: "rest",
      AUTH_KAKAO_SECRET: "secret",
      KAKAO_APP_ID: "7",
      KAKAO_NATIVE_APP_KEYS: "native",
      KAKAO_ADMIN_KEY: "admin",
      KAKAO_AUTH_URL: "http://127.0.0.1:4100",
      KAKAO_API_URL: "http://127.0.0.1:4100",
      DATABASE_URL: "postgresql://127.0.0.1:5/embedded",
    });
  });

  test("what a person has set is never replaced", () => {
    const own = { AUTH_SECRET: "own", AUTH_URL: "http://localhost:8080", DATABASE_URL: "own-db" };
    expect(build(own)).toMatchObject(own);
  });

  test("a value from a file is left to Next.js, which reads the file too", () => {
    expect(build({ AUTH_SECRET: "from-file" }, {})).not.toHaveProperty("AUTH_SECRET");
  });

  test("with the real Kakao nothing of the emulator", () => {
    const env = build({ AUTH_KAKAO_ID: "mine" });
    for (const name of ["KAKAO_AUTH_URL", "KAKAO_API_URL", "KAKAO_APP_ID", "KAKAO_ADMIN_KEY"]) {
      expect(env).not.toHaveProperty(name);
    }
    expect(env.AUTH_KAKAO_SECRET).toBeUndefined();
  });

  test("another emulator answers for both of Kakao's hosts", () => {
    const env = build({ KAKAO_AUTH_URL: "http://127.0.0.1:9" });
    expect(env.KAKAO_API_URL).toBe("http://127.0.0.1:9");
  });
});

describe("whose value wins", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "humblebug-env-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test("shell, then .env.local, then .env; empty is not set", () => {
    writeFileSync(path.join(root, ".env"), "A=env\nB=env\nC=env\nD=\n");
    writeFileSync(path.join(root, ".env.local"), "A=local\nB='local'\nC=\n");
    expect(readOwnVariables(root, { A: "shell", B: "" })).toEqual({
      A: "shell",
      B: "local",
      C: "env",
    });
  });
});
