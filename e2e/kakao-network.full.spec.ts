// What the network does to a sign-in before Kakao says anything: nobody there, no such name, silence.
// And what is left of it afterwards: no open line, no memory.
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort, listenAnywhere } from "#scripts/processes/ports";
import { test as base, expect } from "./fixtures";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import type { KakaoEmulator } from "./kakao-emulator/server";
import { type OwnApp, startApp } from "./own-app";
import { environmentWith, startOwnKakao, test } from "./own-kakao";
import { readMemoryMb } from "./resident-memory";
import { agreeAtKakao, finishSignIn, refusalOf } from "./sign-in-steps";
import { ownForm, Visitor } from "./visitor";

const START = "/api/auth/signin/kakao";
const REFUSED_WITHIN_MS = 3000;
const CLOSED_WITHIN = { timeout: 60_000, intervals: [500] };
const MAX_GROWTH_MB = 50;

/** To the emulator by its own address, whatever the app believes it to be. */
async function travelTo(emulator: KakaoEmulator, at: string) {
  const visitor = new Visitor();
  const started = await visitor.send(`${at}${START}`, { form: {}, headers: ownForm() });
  const url = new URL(`${started.location?.pathname}${started.location?.search}`, emulator.origin);
  const person = await emulator.client.createPerson();
  return { visitor, person, callback: await agreeAtKakao(visitor, url, person) };
}

type Trip = Awaited<ReturnType<typeof travelTo>>;

const arriveAt = (at: string, { visitor, callback }: Trip) =>
  finishSignIn(visitor, callback, { at });

base(
  "an address where nobody listens, and a name that is none, are told within three seconds (K1)",
  async () => {
    const kakao = await startOwnKakao();
    const port = await findFreePort();
    for (const origin of [`http://127.0.0.1:${port}`, "http://kauth.kakao.invalid"]) {
      const app = await startApp(environmentWith(origin));
      const { visitor, callback } = await travelTo(kakao, app.url);
      const startedAt = Date.now();
      const answer = await finishSignIn(visitor, callback, { at: app.url });
      expect(Date.now() - startedAt, origin).toBeLessThan(REFUSED_WITHIN_MS);
      expect(refusalOf(answer)).toBe("kakao_unavailable");
      expect(visitor.cookies().has("session")).toBe(false);
      await app.stop();
    }
    await kakao.close();
  },
);

/** Passes everything on to the emulator, and knows how many lines the app has open. */
async function startLineTo({ port }: KakaoEmulator) {
  const open = new Set<Socket>();
  const server = createServer((fromApp) => {
    open.add(fromApp);
    const toKakao = connect(port, "127.0.0.1");
    for (const [socket, other] of [
      [fromApp, toKakao],
      [toKakao, fromApp],
    ] as const)
      socket.on("error", () => {}).once("close", () => other.destroy());
    fromApp.once("close", () => open.delete(fromApp));
    fromApp.pipe(toKakao).pipe(fromApp);
  });
  const origin = `http://127.0.0.1:${await listenAnywhere(server)}`;
  return { origin, open, close: () => server.close() };
}

base("after silence no line to Kakao stays open, and others sign in meanwhile (K2)", async () => {
  base.setTimeout(120_000);
  const kakao = await startOwnKakao();
  const line = await startLineTo(kakao);
  const app = await startApp(environmentWith(line.origin));
  const silences: Array<Omit<FaultInput, "endpoint">> = [
    { hang: true },
    { hangAfterHeaders: true },
    { dripBytesPerSecond: 1 },
  ];
  const trips = await Promise.all(
    [...silences, ...silences, ...silences].map(async (fault) => {
      const trip = await travelTo(kakao, app.url);
      await kakao.client.setFault({ endpoint: "token", personId: trip.person.id, ...fault });
      return trip;
    }),
  );
  const answers = Promise.all(trips.map((trip) => arriveAt(app.url, trip)));
  await expect.poll(() => line.open.size).toBeGreaterThanOrEqual(trips.length);
  const guest = await travelTo(kakao, app.url);
  expect(refusalOf(await arriveAt(app.url, guest)), "meanwhile").toBeNull();
  for (const answer of await answers) expect(refusalOf(answer)).toBe("kakao_unavailable");
  await expect.poll(() => line.open.size, CLOSED_WITHIN).toBe(0);
  await app.stop();
  line.close();
  await kakao.close();
});

async function readPeakDuring(app: OwnApp, work: Promise<unknown>): Promise<number> {
  let peak = 0;
  let isOver = false;
  const sampling = (async () => {
    for (; !isOver; await sleep(20)) peak = Math.max(peak, Number(readMemoryMb(app)));
  })();
  await work;
  isOver = true;
  await sampling;
  return peak;
}

const hugeAnswers: Array<
  [name: string, endpoint: "token" | "user_me", Omit<FaultInput, "endpoint">]
> = [
  ["200 MB", "token", { hugeBodyBytes: 200 * 1024 * 1024 }],
  ["200 MB", "user_me", { hugeBodyBytes: 200 * 1024 * 1024 }],
  ["a gzip bomb", "token", { gzipBomb: true }],
  ["a gzip bomb", "user_me", { gzipBomb: true }],
];

test(`huge answers cost less than ${MAX_GROWTH_MB} MB of memory (TV-16, K13)`, async ({
  ownKakao: { client },
  app,
  travel,
  arrive,
}) => {
  base.skip(process.platform !== "linux", "reads /proc");
  const person = await client.createPerson();
  const round = async (count: number, expected: string | null) => {
    const trips = await Promise.all(Array.from({ length: count }, () => travel(person)));
    for (const { answer } of await Promise.all(trips.map(arrive)))
      expect(refusalOf(answer)).toBe(expected);
  };
  // What any server grows to while it warms up is not these answers' doing.
  for (let times = 0; times < 15; times += 1) await round(5, null);
  const before = Number(readMemoryMb(app));
  const growth: Record<string, number> = {};
  for (const [name, endpoint, fault] of hugeAnswers) {
    const { id } = await client.setFault({ endpoint, ...fault });
    const peak = await readPeakDuring(app, round(4, "kakao_unavailable"));
    growth[`${name} from ${endpoint}`] = Math.round(peak - before);
    await client.clearFault(id);
    await round(1, null);
  }
  for (const [name, megabytes] of Object.entries(growth))
    expect(megabytes, `${name}: ${JSON.stringify(growth)}`).toBeLessThan(MAX_GROWTH_MB);
});
