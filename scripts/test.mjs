// `npm test`: everything that is checked, from a bare clone. Installs what is missing, then hands
// over to TypeScript in scripts/test/. `npm test -- unit lint` runs only those.
import { fileURLToPath } from "node:url";
import { prepare } from "./setup/prepare.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
await prepare(root);
const { register } = await import("tsx/esm/api");
register();
const { runTests } = await import("./test/run-tests.ts");
process.exit(await runTests(root, process.argv.slice(2)));
