// The emulator is a tool for one machine: it listens there only and says what it is, and the app
// knows no way to it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { baseUrl, kakaoUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { type Options, send } from "./visitor";

const root = fileURLToPath(new URL("..", import.meta.url));
/** 127.0.0.1 and ::1, as /proc/net writes them. */
const LOOPBACKS = ["0100007F", "00000000000000000000000001000000"];
const LISTENING = "0A";

/** The addresses at which somebody listens on this port, in the kernel's spelling. */
function listenersOn(port: number): string[] {
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) =>
    readFileSync(table, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local, , state]) => {
        const [, portOf = ""] = local?.split(":") ?? [];
        return state === LISTENING && Number.parseInt(portOf, 16) === port;
      })
      .map(([, local = ""]) => local.split(":")[0] ?? ""),
  );
}

test("the emulator listens on this machine alone (EV-5)", () => {
  test.skip(process.platform !== "linux", "reads /proc");
  const found = listenersOn(Number(new URL(kakaoUrl()).port));
  expect(found.length).toBeGreaterThan(0);
  for (const address of found) expect(LOOPBACKS).toContain(address);
});

test("the emulator says at its start that it is none of Kakao's (EV-5)", async () => {
  const args = ["--import=tsx", "e2e/kakao-emulator/cli.ts", "--port", "0"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  await expect.poll(() => output, { timeout: 15_000 }).toMatch(/127\.0\.0\.1:\d+/);
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
  expect(output).toMatch(/Not for production: this is a Kakao emulator/);
});

for (const path of [
  "/_emulator",
  "/_emulator/api/health",
  "/_emulator/api/people",
  "/_emulator/sign-in",
  "/oauth/authorize",
  "/oauth/token",
  "/v2/user/me",
  "/.well-known/openid-configuration",
  "/.well-known/jwks.json",
])
  test(`${path} is nowhere in the app, whatever is asked with it (EV-3)`, async () => {
    const tries: Options[] = [
      {},
      { headers: { "x-emulator": "1", "x-test": "1", "x-middleware-subrequest": "proxy" } },
      { headers: { cookie: "emulator=1; kakao_emulator_account=x" } },
      { headers: { host: new URL(kakaoUrl()).host, "x-forwarded-host": "kauth.kakao.com" } },
    ];
    for (const options of tries)
      for (const query of ["", "?emulator=1&mock=true&test=1"])
        expect((await send(`${baseUrl()}${path}${query}`, options)).status).toBe(404);
  });
