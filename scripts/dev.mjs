// `npm run dev`: from a bare clone to the running app. Installs what is missing, then hands over
// to TypeScript in scripts/dev/.
import { fileURLToPath } from "node:url";
import { prepare } from "./setup/prepare.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
await prepare(root);
const { register } = await import("tsx/esm/api");
register();
const { runDev } = await import("./dev/run-dev.ts");
process.exit(await runDev(root));
