// What is installed: exact versions, none older than the one that mended its last weakness, and no
// install script that nobody allowed. The floors are those of renovate.json.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The app, and two folders of tests that are packages of their own. */
const packages = [".", "e2e/kakao-emulator/clients", "e2e/observatory"];

const npm = "https://registry.npmjs.org/";

type Manifest = {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  allowScripts?: Record<string, boolean>;
};
type Locked = {
  version: string;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: true;
  link?: true;
};

function readJson(file: string) {
  return JSON.parse(readFileSync(path.join(root, file), "utf8"));
}

const readManifest = (folder: string): Manifest => readJson(path.join(folder, "package.json"));

/** What the lockfile installs, by place: node_modules/next. */
function readLocked(folder: string): Array<[place: string, entry: Locked]> {
  const { packages } = readJson(path.join(folder, "package-lock.json"));
  return Object.entries<Locked>(packages).filter(([place, { link }]) => place !== "" && !link);
}

const nameOf = (place: string) => place.split("node_modules/").at(-1) ?? place;

/** Plain versions only: no floor of ours is a pre-release. */
const isBelow = (version: string, floor: string) =>
  version.localeCompare(floor, "en", { numeric: true }) < 0;

const floors: Array<[name: string, allowed: string]> = readJson("renovate.json")
  .packageRules.filter((rule: { allowedVersions?: string }) => rule.allowedVersions)
  .map((rule: { matchPackageNames: string[]; allowedVersions: string }) => [
    rule.matchPackageNames[0],
    rule.allowedVersions,
  ]);

test("the floors are kept, and no second copy lies below them (SC-1)", () => {
  expect(Object.fromEntries(floors)).toEqual({
    "next-auth": "5.0.0-beta.32",
    "@auth/core": ">=0.41.3",
    next: ">=16.2.6",
    jsonwebtoken: ">=9.0.0",
  });
  for (const [name, allowed] of floors) {
    const installed = readLocked(".").filter(([place]) => nameOf(place) === name);
    expect(installed.length, name).toBeGreaterThan(0);
    for (const [place, { version }] of installed)
      if (allowed.startsWith(">="))
        expect(isBelow(version, allowed.slice(2)), `${place} ${version}`).toBe(false);
      else expect(version, place).toBe(allowed);
  }
});

test("an older version is recognized as one (SC-1)", () => {
  for (const [older, floor] of [
    ["16.2.5", "16.2.6"],
    ["9.9.9", "16.2.6"],
    ["0.41.2", "0.41.3"],
    ["0.9.0", "0.41.3"],
  ] as const)
    expect(isBelow(older, floor), older).toBe(true);
  for (const fine of ["16.2.6", "16.10.0", "17.0.0"]) expect(isBelow(fine, "16.2.6")).toBe(false);
});

describe.each(packages)("the package %s", (folder) => {
  test("names exact versions, and the lockfile has them (SC-2)", () => {
    const { dependencies, devDependencies } = readManifest(folder);
    const locked = new Map(readLocked(folder));
    for (const [name, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
      const version = wanted.replace(/^npm:.+@/, "");
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(locked.get(`node_modules/${name}`)?.version, name).toBe(version);
    }
  });

  test("is locked by hash, and names no other registry (SC-2)", () => {
    for (const [place, { integrity, resolved = npm }] of readLocked(folder)) {
      expect(integrity, place).toMatch(/^sha512-/);
      expect(resolved, place).toContain(npm);
    }
  });

  test("runs no install script that is not allowed by name (SC-2)", () => {
    const settings = path.join(root, folder, ".npmrc");
    const isOff =
      existsSync(settings) && /^ignore-scripts=true$/m.test(readFileSync(settings, "utf8"));
    const { allowScripts = {} } = readManifest(folder);
    for (const [place, { hasInstallScript }] of readLocked(folder))
      if (hasInstallScript && !isOff) expect(allowScripts, place).toHaveProperty([nameOf(place)]);
  });
});
