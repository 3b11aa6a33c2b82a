import { setTimeout as sleep } from "node:timers/promises";
import { oddLines } from "#scripts/test/odd-lines";
import { fuzzSeed, Random } from "#scripts/test/odd-requests";
import { OddVisits } from "#scripts/test/odd-visits";
import { baseUrl } from "./addresses";
import { readAppRoutes } from "./app-routes";
import { expect, test } from "./fixtures";
import {
  fuzz,
  isUnavailablePage,
  requireHarmless,
  secretsOfApp,
  sendLine,
  statusesIn,
} from "./fuzz-run";
import { meWith, signInNatively } from "./native-steps";
import { firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";
import { readMemoryMb } from "./resident-memory";
import { readMe, signIn } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 12_000);
const AT_ONCE = 8;
/** For the collector of garbage to do what it does when nobody calls. */
const PAUSE_MS = 5000;

async function readRestingMemory(app: OwnApp): Promise<number | null> {
  const readings: number[] = [];
  for (let times = 0; times < 5; times += 1) {
    await sleep(PAUSE_MS / 5);
    const reading = readMemoryMb(app);
    if (reading !== null) readings.push(reading);
  }
  return readings.length > 0 ? Math.min(...readings) : null;
}

test("twelve thousand odd requests to every route: no 5xx, no leak, no growth, nobody signed in (ST-9, ST-11, IN-4)", async ({
  kakao,
  createPerson,
}) => {
  test.setTimeout(600_000);
  const person = await createPerson({ nickname: "카나리아퍼즈" });
  const visitor = new Visitor();
  await signIn(visitor, person);
  const { access_token, refresh_token } = await signInNatively(kakao, person);
  const session = visitor.cookies().get("session") ?? "";
  const app = await startApp(firstInstanceEnvironment());
  const seed = fuzzSeed();
  const tokens = [session.slice(0, -4), access_token.slice(0, -4), `${refresh_token}x`];
  const odd = new OddVisits({ seed, tokens, origin: baseUrl(), routes: readAppRoutes() });
  const secrets = secretsOfApp();
  const canaries = [...secrets, person.nickname ?? "", person.id, person.email ?? ""];
  const run = (requests: number) =>
    fuzz({
      at: [app.url],
      requests,
      atOnce: AT_ONCE,
      next: () => {
        const sent = odd.next();
        if (odd.random.chance(0.2)) sent.headers.cookie = `session=${session}`;
        else if (odd.random.chance(0.1)) sent.headers.authorization = `Bearer ${access_token}`;
        return sent;
      },
      check: (sent, outcome) => {
        const told = `FUZZ_SEED=${seed}: ${JSON.stringify(sent)} → ${outcome.status} ${outcome.body.slice(0, 300)}`;
        const isOwner =
          sent.headers.cookie === `session=${session}` ||
          sent.headers.authorization === `Bearer ${access_token}`;
        const status = isUnavailablePage(sent.path, outcome.status) ? 200 : outcome.status;
        requireHarmless(told, { ...outcome, status }, isOwner ? secrets : canaries);
      },
    });
  const errorsInLog = () =>
    app
      .output()
      .split("\n")
      .filter((line) => /"level":"error"|⨯|unhandledRejection|uncaughtException/.test(line));
  // What is made once, at the first use, is made now, and the engine's memory is as large as it gets:
  // it grows for some ten thousand requests, and then no more.
  await run(REQUESTS).catch((error) => {
    throw new Error(errorsInLog().join("\n"), { cause: error });
  });
  await run(REQUESTS / 2);
  const half = await readRestingMemory(app);
  const statuses = await run(REQUESTS / 2);
  const whole = await readRestingMemory(app);
  test.info().annotations.push({ type: "memory", description: `${half} MB, then ${whole} MB` });
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 404, 405]));
  if (half !== null && whole !== null) expect(whole).toBeLessThan(half * 1.1);
  expect(app.process.exitCode).toBeNull();
  expect(await readMe(visitor, app.url), "the session lives on").not.toBeNull();
  expect((await meWith(`Bearer ${access_token}`, { at: app.url })).status).toBe(200);
  const log = app.output();
  expect(canaries.filter((canary) => log.includes(canary))).toEqual([]);
  expect(errorsInLog()).toEqual([]);
  await app.stop();
});

test("four thousand lines that are not quite HTTP: a 4xx or none, and the process lives (ST-9, IN-4)", async () => {
  test.setTimeout(300_000);
  const app = await startApp(firstInstanceEnvironment());
  const random = new Random(fuzzSeed());
  const routes = readAppRoutes();
  const odd = new OddVisits({ seed: fuzzSeed(), tokens: ["x"], origin: app.url, routes });
  for (let round = 0; round < 50; round += 1) {
    const lines = Array.from({ length: 80 }, () => {
      const line = random.pick(oddLines)(odd.next().path);
      // Sometimes broken off, sometimes with a piece that does not belong there.
      return random.chance(0.3) ? random.mutate(line) : line;
    });
    const received = await Promise.all(lines.map((line) => sendLine(app.url, line)));
    for (const [index, text] of received.entries()) {
      const sent = JSON.stringify(lines[index]?.slice(0, 300));
      const broken = statusesIn(text).filter((status) => status >= 500);
      const isExpected = /unavailable/i.test(sent) && broken.every((status) => status === 503);
      expect(isExpected ? [] : broken, `${sent} → ${text.slice(0, 300)}`).toEqual([]);
    }
  }
  expect((await send(`${app.url}/api/health/ready`)).status).toBe(200);
  expect(app.process.exitCode).toBeNull();
  await app.stop();
});
