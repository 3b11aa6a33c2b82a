// Mozilla's HTTP Observatory, its rules as they are, on one page: `node scan.mjs localhost:8443/sign-in`
// prints its report as JSON. Called by observatory.full.spec.ts.
import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const home = path.dirname(require.resolve("@mdn/mdn-http-observatory/package.json"));
// The list of domains that browsers reach by https alone; no test is on it.
const preloadList = path.join(home, "conf", "hsts-preload.json");
if (!existsSync(preloadList)) writeFileSync(preloadList, "{}");

const { scan } = await import("@mdn/mdn-http-observatory");
process.stdout.write(JSON.stringify(await scan(process.argv[2])));
