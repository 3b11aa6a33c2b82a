// The table "who may import whom" holds only while lint refuses each of its breaches: the rules
// are run here on a folder of small files, each with one import.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "humblebug-lint-"));

const refused = [
  ["app/one.tsx", "#lib/db"],
  ["app/two.tsx", "#lib/kakao/user"],
  ["app/account/three.tsx", "../../prisma/generated/client"],
  ["proxy.ts", "#lib/db"],
  ["app/four.tsx", "../e2e/fixtures"],
  ["lib/kakao/one.ts", "../session/find"],
  ["lib/kakao/two.ts", "#lib/users/save-from-kakao"],
  ["lib/kakao/three.ts", "../db"],
  ["lib/users/one.ts", "../sign-in/start"],
  ["lib/session/one.ts", "#lib/sign-in/start"],
  ["lib/sign-in/one.ts", "../db"],
  ["lib/sign-in/two.ts", "#lib/db"],
  ["lib/native/one.ts", "../db"],
  ["lib/native/two.ts", "#lib/db"],
  ["lib/session/four.ts", "../native/exchange"],
  ["lib/kakao/four.ts", "#lib/native/exchange"],
  ["app/six.tsx", "#lib/jobs/queue"],
  ["lib/users/two.ts", "../jobs/queue"],
  ["lib/kakao/five.ts", "../jobs/queue"],
  ["lib/session/five.ts", "#lib/webhooks/unlink"],
  ["lib/webhooks/one.ts", "../db"],
  ["app/eight.tsx", "#lib/vault/seal"],
  ["lib/vault/one.ts", "../session/find"],
  ["lib/kakao/six.ts", "../vault/save"],
  ["lib/users/three.ts", "#lib/vault/save"],
  ["e2e/one.ts", "#lib/session/token"],
  ["e2e/kakao-emulator/two.ts", "#lib/kakao/token"],
  ["load/one.ts", "#lib/session/token"],
  ["lib/http/one.ts", "../../proxy"],
] as const;
const allowed = [
  ["app/five.tsx", "#lib/session/current-user"],
  ["lib/sign-in/three.ts", "../kakao/user"],
  ["lib/native/three.ts", "../kakao/user"],
  ["lib/session/two.ts", "../db"],
  ["lib/jobs/one.ts", "../db"],
  ["lib/jobs/two.ts", "../kakao/admin"],
  ["app/seven.tsx", "#lib/jobs/run"],
  ["app/nine.tsx", "#lib/vault/refresh-profile"],
  ["lib/vault/two.ts", "../db"],
  ["lib/sign-in/four.ts", "../vault/save"],
] as const;
const environment = "console.log(process.env.AUTH_SECRET);\n";

/** Lines such as `::error title=lint/style/noRestrictedImports,file=/…/app/one.tsx,line=1…`. */
let said: string[] = [];

function write(file: string, source: string): void {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(folder, file), source);
}

beforeAll(() => {
  cpSync(path.join(root, "biome.json"), path.join(folder, "biome.json"));
  for (const [file, imported] of [...refused, ...allowed])
    write(file, `import { thing } from "${imported}";\n\nthing();\n`);
  write("lib/session/three.ts", environment);
  write("lib/env.ts", environment);
  const biome = path.join(root, "node_modules/@biomejs/biome/bin/biome");
  const options = ["--vcs-enabled=false", "--reporter=github", "--max-diagnostics=none"];
  const { stdout } = spawnSync(process.execPath, [biome, "lint", ...options], {
    cwd: folder,
    encoding: "utf8",
  });
  said = stdout.split("\n");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function breaks(rule: string, file: string): boolean {
  return said.some((line) => line.includes(`/${rule},`) && line.includes(`/${file},`));
}

test.each(refused)("%s may not import %s", (file) => {
  expect(breaks("noRestrictedImports", file)).toBe(true);
});

test.each(allowed)("%s may import %s", (file) => {
  expect(breaks("noRestrictedImports", file)).toBe(false);
});

test("only lib/env.ts reads process.env", () => {
  expect(breaks("noProcessEnv", "lib/session/three.ts")).toBe(true);
  expect(breaks("noProcessEnv", "lib/env.ts")).toBe(false);
});
