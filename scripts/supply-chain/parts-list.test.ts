// The list of parts that goes with each release (CycloneDX), as `npm run sbom` writes it. Tools are
// in it too, marked as such: npm's --omit=dev leaves out pg, which some of the tools need as well.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

type Part = {
  purl: string;
  hashes?: unknown[];
  properties: Array<{ name: string; value: string }>;
};

const isTool = ({ properties }: Part) =>
  properties.some(({ name }) => name === "cdx:npm:package:development");

test("names every package that the app runs on, with its version and hash (SC-4)", () => {
  // As the script says it, without npm's own words before the document.
  const [command, ...args] = manifest.scripts.sbom.split(" ");
  const written = execFileSync(command, args, { cwd: root, encoding: "utf8", shell: true });
  const { bomFormat, components } = JSON.parse(written) as {
    bomFormat: string;
    components: Part[];
  };
  expect(bomFormat).toBe("CycloneDX");
  const find = (name: string, version: string) =>
    components.find(
      ({ purl }) => purl === `pkg:npm/${name.replace("@", "%40")}@${version}`,
    ) as Part;
  for (const [name, version] of Object.entries<string>(manifest.dependencies)) {
    expect(find(name, version)?.hashes, name).toHaveLength(1);
    expect(isTool(find(name, version)), name).toBe(false);
  }
  expect(isTool(find("vitest", manifest.devDependencies.vitest))).toBe(true);
});
