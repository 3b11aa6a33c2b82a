// What is found out before anything is installed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findNodeProblem } from "./node-version.mjs";
import { findMissingPackages } from "./packages.mjs";

describe("Node's version", () => {
  test.each(["20.19.0", "20.20.2", "22.12.0", "24.0.0"])("%s will do", (version) => {
    expect(findNodeProblem(version)).toBeNull();
  });

  test.each(["14.21.3", "18.20.8", "20.18.3", "20.9.0"])(
    "%s is refused in a sentence",
    (version) => {
      expect(findNodeProblem(version)).toContain(
        `needs Node.js 20.19 or newer, and this is ${version}`,
      );
    },
  );
});

describe("missing packages", () => {
  let root = "";
  const locked = {
    "": { name: "x" },
    "node_modules/needed": { version: "1.0.0" },
    "node_modules/other-platform": { version: "1.0.0", optional: true },
  };

  function writeLock(file: string, packages: object): void {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), JSON.stringify({ packages }));
  }

  function install(version: string): void {
    writeLock("node_modules/.package-lock.json", { "node_modules/needed": { version } });
    mkdirSync(path.join(root, "node_modules/needed"), { recursive: true });
    writeFileSync(path.join(root, "node_modules/needed/package.json"), "{}");
  }

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "humblebug-setup-"));
    writeLock("package-lock.json", locked);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test("a bare clone lacks all that is not optional", () => {
    expect(findMissingPackages(root)).toEqual(["node_modules/needed"]);
  });

  test("a complete install lacks none", () => {
    install("1.0.0");
    expect(findMissingPackages(root)).toEqual([]);
  });

  test("another version counts as missing", () => {
    install("0.9.0");
    expect(findMissingPackages(root)).toEqual(["node_modules/needed"]);
  });

  test("a package that was deleted by hand counts as missing", () => {
    install("1.0.0");
    rmSync(path.join(root, "node_modules/needed"), { recursive: true });
    expect(findMissingPackages(root)).toEqual(["node_modules/needed"]);
  });
});
