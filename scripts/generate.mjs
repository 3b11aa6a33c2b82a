// Generates the Prisma client. Called by npm after an install (postinstall) and by `npm run build`:
// a platform that caches node_modules skips the first.
import { fileURLToPath } from "node:url";
import { generateClient, hasPrisma } from "./setup/client.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const isInstall = process.env.npm_lifecycle_event === "postinstall";

try {
  // An install without development tools serves a build made elsewhere: nothing to generate.
  if (isInstall && !hasPrisma(root)) process.exit(0);
  if (!hasPrisma(root)) throw new Error("The build needs the development packages: npm install.");
  await generateClient(root);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  // An install goes on: `npm run dev`, `npm test` and the build generate again and then say why.
  process.exitCode = isInstall ? 0 : 1;
}
