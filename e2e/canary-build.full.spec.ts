// A build made while every secret stands in the environment: what browsers can get of it holds none
// of them, and neither does anything else that is deployed.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "./fixtures";
import { bareEnvironment, firstInstanceEnvironment } from "./own-app";

const root = fileURLToPath(new URL("..", import.meta.url));
/** What a build reads; packages are found one folder up. */
const SOURCES = [
  "app",
  "lib",
  "prisma",
  "public",
  "instrumentation.ts",
  "next.config.js",
  "package.json",
  "proxy.ts",
  "tsconfig.json",
];

/** All that is secret, each with a value that is nowhere else. */
function makeCanaries(): Record<string, string> {
  const hex = () => randomBytes(16).toString("hex");
  const secret = () => randomBytes(32).toString("base64url");
  return {
    AUTH_SECRET: secret(),
    AUTH_SECRET_1: secret(),
    AUTH_SECRET_2: secret(),
    AUTH_SECRET_3: secret(),
    AUTH_KAKAO_ID: hex(),
    AUTH_KAKAO_SECRET: secret(),
    KAKAO_ADMIN_KEY: hex(),
    KAKAO_ADMIN_KEY_PREVIOUS: hex(),
    PREVIEW_PROXY_SECRET: secret(),
    DATABASE_URL: `postgresql://canary:${hex()}@127.0.0.1:9/none`,
  };
}

function readFiles(folder: string): Array<[file: string, text: string]> {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .map((file) => [path.relative(folder, file), readFileSync(file, "latin1")]);
}

async function build(folder: string, env: Record<string, string>): Promise<void> {
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: folder,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
    });
  const [code] = await once(child, "exit");
  expect(code, said).toBe(0);
}

test("a build made beside every secret holds none of them (EV-7)", async () => {
  test.setTimeout(300_000);
  const canaries = makeCanaries();
  const folder = mkdtempSync(path.join(root, "test-results", "canary-"));
  try {
    const filter = (file: string) => !file.endsWith(".test.ts");
    for (const name of SOURCES)
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true, filter });
    const { AUTH_URL = "", APP_ENV = "" } = firstInstanceEnvironment();
    await build(folder, { ...bareEnvironment(), AUTH_URL, APP_ENV, ...canaries });
    const files = readFiles(path.join(folder, ".next"));
    const publicFiles = files.filter(([file]) => file.startsWith("static/"));
    expect(publicFiles.length).toBeGreaterThan(3);
    const password = new URL(canaries.DATABASE_URL ?? "").password;
    const secrets = [...Object.values(canaries), password];
    const found = files.filter(([, text]) => secrets.some((secret) => text.includes(secret)));
    expect(found.map(([file]) => file)).toEqual([]);
    const names = Object.keys(canaries);
    const naming = publicFiles.filter(([, text]) => names.some((name) => text.includes(name)));
    expect(naming.map(([file]) => file)).toEqual([]);
    expect(
      publicFiles.filter(([file, text]) => /\.map$/.test(file) || /sourceMappingURL/.test(text)),
    ).toEqual([]);
    const opened = SOURCES.flatMap((name) =>
      /\./.test(name) ? [] : readFiles(path.join(root, name)),
    );
    expect(opened.filter(([, text]) => text.includes("process.env.NEXT_PUBLIC_"))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
