// `npm run kakao:measure`: the emulator's speed, with and without a browser. Prints, asserts nothing.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { measureBrowser } from "./browser";
import { measureSignIns, signInsPerRound } from "./sign-ins";

const root = join(import.meta.dirname, "..", "..", "..");

async function startEmulator(): Promise<{ origin: string; stop: () => void }> {
  const cli = join(import.meta.dirname, "..", "cli.ts");
  const child = spawn(process.execPath, ["--import", "tsx", cli, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  for await (const chunk of child.stdout) {
    printed += chunk;
    const origin = /KAKAO_AUTH_URL=(\S+)/.exec(printed)?.[1];
    if (origin !== undefined) return { origin, stop: () => child.kill("SIGTERM") };
  }
  throw new Error(`the emulator did not start:\n${printed}`);
}

function summarize(results: number[]): string {
  const sorted = results.toSorted((a, b) => a - b).map((value) => value.toFixed(0));
  const median = sorted[Math.floor(sorted.length / 2)];
  return `median ${median}, from ${sorted[0]} to ${sorted.at(-1)} (${sorted.length} rounds)`;
}

const { origin, stop } = await startEmulator();
try {
  const perSecond = await measureSignIns(origin);
  console.log(`first sign-ins a second, without a browser: ${summarize(perSecond)}; target 200`);
  console.log(`  ${signInsPerRound} people a round, five requests each, PKCE, nonce, ID token`);
  const ms = await measureBrowser(root, origin);
  console.log(`a whole sign-in in Chromium, in ms: ${summarize(ms)}; target 1000`);
} finally {
  stop();
}
