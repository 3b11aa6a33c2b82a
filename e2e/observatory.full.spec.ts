// Mozilla's HTTP Observatory against a production instance behind TLS. Its package is installed by
// the step `full` (e2e/observatory).
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { listenAnywhere } from "#scripts/processes/ports";
import { expect, test } from "./fixtures";
import { makeSelfSigned } from "./kakao-emulator/testing/self-signed";
import { productionEnvironment, startApp } from "./own-app";

const scanner = fileURLToPath(new URL("observatory/scan.mjs", import.meta.url));
const run = promisify(execFile);

type Report = {
  scan: { grade: string; score: number; statusCode: number };
  tests: Record<string, { result: string; scoreModifier: number }>;
};

/** What a proxy in front does for https: takes the certificate's side and passes everything on. */
async function startTlsProxy(target: string) {
  const { key, cert } = makeSelfSigned();
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const options = { method, headers: { ...headers, "x-forwarded-proto": "https" } };
    const passed = request(new URL(url ?? "/", target), options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  const host = `localhost:${await listenAnywhere(server, "localhost")}`;
  return { host, cert, close: () => server.close() };
}

async function scan(page: string, certificateFile: string): Promise<Report> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificateFile };
  const { stdout } = await run(process.execPath, [scanner, page], { env });
  return JSON.parse(stdout);
}

test("Mozilla's Observatory gives every page A+ (WB-9)", async () => {
  test.slow();
  const app = await startApp(productionEnvironment());
  const proxy = await startTlsProxy(app.url);
  const folder = mkdtempSync(path.join(tmpdir(), "humblebug-observatory-"));
  const certificateFile = path.join(folder, "certificate.pem");
  writeFileSync(certificateFile, proxy.cert);
  try {
    for (const page of ["/", "/sign-in", "/sign-in?error=expired", "/developers", "/account"]) {
      const report = await scan(`${proxy.host}${page}`, certificateFile);
      const { grade, score } = report.scan;
      const marks = Object.entries(report.tests).map(
        ([name, { result, scoreModifier }]) => `${name}: ${result} ${scoreModifier}`,
      );
      expect(grade, `${page}\n${marks.join("\n")}`).toBe("A+");
      expect(score, page).toBeGreaterThanOrEqual(100);
      test.info().annotations.push({ type: `score of ${page}`, description: String(score) });
    }
  } finally {
    rmSync(folder, { recursive: true });
    proxy.close();
    await app.stop();
  }
});
