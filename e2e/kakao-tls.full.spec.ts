// Who speaks as Kakao must show Kakao's certificate: one that is over, another host's or a stranger's
// is refused, and operators hear of it (K26, TV-16). In production the real Kakao's certificate is
// checked by the same code against Node.js's own list of authorities.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createServer, type TLSSocket } from "node:tls";
import { listenAnywhere } from "#scripts/processes/ports";
import { callbackPath } from "./addresses";
import { test as base, expect } from "./fixtures";
import { KakaoEmulatorClient } from "./kakao-emulator/client";
import { createKakaoEmulator } from "./kakao-emulator/server";
import { makeSelfSigned } from "./kakao-emulator/testing/self-signed";
import { defaultSeed, withRedirectUris } from "./kakao-emulator/world/seed";
import { type OwnApp, startApp } from "./own-app";
import { environmentWith } from "./own-kakao";
import { agreeAtKakao, finishSignIn, refusalOf } from "./sign-in-steps";
import { Visitor } from "./visitor";

type Certificate = ReturnType<typeof makeSelfSigned>;
const CONTROL_TOKEN = "of-this-test-alone";
const SITE = "https://preview.humblebug.test";

const good = makeSelfSigned("localhost");
const expired = makeSelfSigned("localhost", { daysOff: -30 });
const early = makeSelfSigned("localhost", { daysOff: 30 });
const foreign = makeSelfSigned("kakao.evil.test");
const strange = makeSelfSigned("localhost");

/** An emulator behind https, whose certificate can be changed. */
async function startHttpsKakao() {
  const lines = new Set<TLSSocket>();
  let port = 0;
  const front = createServer(good, (fromApp) => {
    lines.add(fromApp);
    const toKakao = connect(port, "127.0.0.1");
    fromApp.on("error", () => {}).once("close", () => toKakao.destroy());
    toKakao.on("error", () => {}).once("close", () => fromApp.destroy());
    fromApp.pipe(toKakao).pipe(fromApp);
  });
  // A visitor of ours who hangs up is no error of the front's.
  front.on("tlsClientError", () => {});
  const origin = `https://localhost:${await listenAnywhere(front)}`;
  const seed = withRedirectUris(defaultSeed, [`${SITE}${callbackPath}`]);
  const options = { seed, publicOrigin: origin, controlToken: CONTROL_TOKEN };
  const emulator = await createKakaoEmulator(options);
  port = emulator.port;
  const plain = `http://127.0.0.1:${port}`;
  return {
    origin,
    plain,
    client: new KakaoEmulatorClient(plain, { controlToken: CONTROL_TOKEN }),
    show: (certificate: Certificate) => {
      front.setSecureContext(certificate);
      for (const line of lines) line.destroy();
      lines.clear();
    },
    close: async () => {
      for (const line of lines) line.destroy();
      front.close();
      await emulator.close();
    },
  };
}

type HttpsKakao = Awaited<ReturnType<typeof startHttpsKakao>>;

const test = base.extend<{ httpsKakao: HttpsKakao; app: OwnApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  httpsKakao: async ({}, use) => {
    const kakao = await startHttpsKakao();
    await use(kakao);
    await kakao.close();
  },
  app: async ({ httpsKakao }, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), "certificates-"));
    const trusted = path.join(folder, "trusted.pem");
    // The expired and the foreign one are trusted: nothing but their dates and names is wrong.
    writeFileSync(trusted, [good, expired, early, foreign].map(({ cert }) => cert).join(""));
    const settings = { APP_ENV: "preview", AUTH_URL: SITE, NODE_EXTRA_CA_CERTS: trusted };
    const app = await startApp(environmentWith(httpsKakao.origin, settings));
    await use(app);
    await app.stop();
    rmSync(folder, { recursive: true });
  },
});

async function trySignIn(app: OwnApp, kakao: HttpsKakao) {
  const visitor = new Visitor();
  const headers = { origin: SITE, "sec-fetch-site": "same-origin" };
  const started = await visitor.send(`${app.url}/api/auth/signin/kakao`, { form: {}, headers });
  expect(started.location?.origin).toBe(kakao.origin);
  const url = new URL(`${started.location?.pathname}${started.location?.search}`, kakao.plain);
  const callback = await agreeAtKakao(visitor, url, await kakao.client.createPerson());
  return { visitor, answer: await finishSignIn(visitor, callback, { at: app.url }) };
}

test("with Kakao's own certificate people sign in; with one that is over, not yet valid, another host's or a stranger's nobody does, and operators hear of it (K26, TV-16)", async ({
  httpsKakao,
  app,
}) => {
  const expectWelcome = async () => {
    httpsKakao.show(good);
    const { visitor, answer } = await trySignIn(app, httpsKakao);
    expect(refusalOf(answer), app.output()).toBeNull();
    expect(visitor.cookies().has("__Host-session")).toBe(true);
  };
  await expectWelcome();
  const wrong = { expired, early, foreign, strange };
  for (const [name, certificate] of Object.entries(wrong)) {
    httpsKakao.show(certificate);
    const since = (await httpsKakao.client.readLedger({ path: "/oauth/token" })).length;
    const { visitor, answer } = await trySignIn(app, httpsKakao);
    expect(refusalOf(answer), name).toBe("kakao_unavailable");
    expect(visitor.cookies().has("__Host-session")).toBe(false);
    const asked = await httpsKakao.client.readLedger({ path: "/oauth/token" });
    expect(asked.length, "code and secret were not sent").toBe(since);
    const alarms = app
      .output()
      .split("\n")
      .filter((line) => line.includes('"sign_in.alarm"'));
    expect(alarms.length, name).toBe(Object.keys(wrong).indexOf(name) + 1);
    expect(JSON.parse(alarms.at(-1) ?? "{}")).toMatchObject({
      level: "error",
      reason: "not Kakao's certificate",
    });
  }
  await expectWelcome();
});
