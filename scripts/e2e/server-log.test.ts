// Which lines of a server's log fail an end-to-end run, and what the servers are not told.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectServerError, findUnexpectedErrors } from "#e2e/server-log";
import { cleanEnvironment } from "./server-environment";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "humblebug-log-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bad = '{"level":"error","event":"kakao.failed"}';
const unhandled = " ⨯ Error: boom";

test("errors count, from both instances; other lines and other servers do not", () => {
  writeFileSync(path.join(folder, "app-first.log"), `{"level":"info"}\n${bad}\n{broken\n`);
  writeFileSync(path.join(folder, "app-second.log"), `${unhandled}\n ✓ Ready\n`);
  writeFileSync(path.join(folder, "kakao.log"), `${bad}\n`);
  expect(findUnexpectedErrors(folder)).toEqual([bad, unhandled]);
});

test("an error that a test announced does not count", () => {
  writeFileSync(path.join(folder, "app-first.log"), `${bad}\n${unhandled}\n`);
  expectServerError("kakao.failed", folder);
  expect(findUnexpectedErrors(folder)).toEqual([unhandled]);
});

test("nothing of a developer's own settings reaches the servers", () => {
  const env = cleanEnvironment({
    PATH: "/bin",
    AUTH_SECRET: "own",
    KAKAO_SCOPES: "own",
    DATABASE_URL: "own",
    VERCEL_ENV: "own",
    NODE_ENV: "own",
    APP_ENV: "own",
    TRUSTED_PROXY_HOPS: "own",
    PREVIEW_ORIGINS: "own",
  });
  expect(env.PATH).toBe("/bin");
  expect(Object.values(env)).not.toContain("own");
});
