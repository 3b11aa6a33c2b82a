// The lock and the secret in the data folder.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockDataFolder, readOrCreateSecret } from "./data-folder";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "humblebug-data-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeLock(text: string): void {
  writeFileSync(path.join(folder, "dev.lock"), text);
}

describe("the lock", () => {
  test("is given back, and leaves nothing else", () => {
    const unlock = lockDataFolder(folder, ".data");
    expect(readdirSync(folder)).toEqual(["dev.lock"]);
    unlock();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each(["4194303", "", "nonsense", "-1", "0"])("of a dead run (%j) is taken over", (text) => {
    writeLock(text);
    const unlock = lockDataFolder(folder, ".data");
    expect(readdirSync(folder)).toEqual(["dev.lock"]);
    unlock();
  });

  test("of a process that is alive but no run of ours is taken over", () => {
    writeLock(String(process.pid));
    lockDataFolder(folder, ".data")();
  });

  test("of a run that is alive is respected", async () => {
    const script = path.join(folder, "dev.mjs");
    writeFileSync(script, "process.stdout.write('up'); setInterval(() => undefined, 1000);");
    const other = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((resolve) => other.stdout.once("data", resolve));
    writeLock(String(other.pid));
    try {
      expect(() => lockDataFolder(folder, ".data")).toThrow(
        `npm run dev is already running with .data (process ${other.pid})`,
      );
      expect(readdirSync(folder)).toContain("dev.lock");
    } finally {
      other.kill("SIGKILL");
    }
  });

  test("a folder that cannot be made is one sentence", () => {
    writeFileSync(path.join(folder, "file"), "");
    expect(() => lockDataFolder(path.join(folder, "file"), "file")).toThrow(/must be a folder/);
  });
});

describe("the secret", () => {
  test("is made once, is long enough, and is for its owner only", () => {
    const secret = readOrCreateSecret(folder);
    expect(Buffer.from(secret, "base64")).toHaveLength(32);
    expect(readOrCreateSecret(folder)).toBe(secret);
    expect(statSync(path.join(folder, "auth-secret")).mode & 0o777).toBe(0o600);
  });

  test("a damaged one is replaced", () => {
    writeFileSync(path.join(folder, "auth-secret"), "short");
    expect(Buffer.from(readOrCreateSecret(folder), "base64")).toHaveLength(32);
  });
});
