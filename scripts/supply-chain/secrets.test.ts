// No secret lies in the repository, nor ever did: secretlint's recommended rules on every file and
// on everything that was ever changed.
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const MOST_BYTES = 256 * 1024 * 1024;
const config = { rules: [{ id: "recommended", rule: creator }] };

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: MOST_BYTES });
}

/** Passwords of hosts that are nobody's: this machine, and names that RFC 2606 or ICANN reserve. */
const isOfNobody = (text: string) =>
  /:\/\/\w+:\w+@(127\.0\.0\.1|localhost|[\w.-]+\.(test|internal|example))\b/.test(text);

/** @returns what looks like a secret, and whose it would be */
async function findSecrets(filePath: string, content: string): Promise<string[]> {
  const source = { filePath, content, ext: path.extname(filePath), contentType: "text" as const };
  const { messages } = await lintSource({ source, options: { config } });
  return messages
    .filter(({ range }) => !isOfNobody(content.slice(...range)))
    .map(({ message, loc }) => `${filePath}:${loc.start.line} ${message}`);
}

test("no file holds a secret (SC-5)", async () => {
  const tracked = git("ls-files", "-z").split("\0").filter(Boolean);
  // One that was deleted a moment ago is still tracked.
  const files = tracked.filter((file) => existsSync(path.join(root, file)));
  expect(files.length).toBeGreaterThan(300);
  const found: string[] = [];
  for (const file of files) {
    const content = readFileSync(path.join(root, file), "utf8");
    found.push(...(await findSecrets(file, content)));
  }
  expect(found).toEqual([]);
});

test("no change ever made holds a secret (SC-5)", async () => {
  // A key of several lines is one only without the marks in front of them.
  const changes = git("log", "-p", "--all").replace(/^[+-]/gm, "");
  expect(await findSecrets("history.diff", changes)).toEqual([]);
});

test("a secret is recognized (SC-5)", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const real = `DATABASE_URL=postgresql://app:${"hunter2"}@db.humblebug.kr:5432/app`;
  const token = `//registry.npmjs.org/:_authToken=npm_${"aB3".repeat(12)}`;
  for (const text of [key, real, token])
    expect(await findSecrets("history.diff", `words\n${text}\n`), text).toHaveLength(1);
});

test("settings of a machine are not kept, and the example holds none (SC-5)", () => {
  const kept = git("ls-files", "-z", "*.env", "*.env.*", "*.pem", "*.key", "*.p12").split("\0");
  expect(kept.filter(Boolean)).toEqual([".env.example"]);
  const set = readFileSync(path.join(root, ".env.example"), "utf8")
    .split("\n")
    .filter((line) => /^[A-Z_0-9]*(SECRET|KEY)[A-Z_0-9]*=./.test(line));
  expect(set).toEqual([]);
});
