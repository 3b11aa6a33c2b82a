// L14: everything a bit, for long, while this and that goes wrong: what the instances hold on to.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { exchange, junkToken, kakaoTokenOf } from "#e2e/native-steps";
import { send } from "#e2e/visitor";
import { either, makePeople, openBrowsers, signIn, statusOfMe } from "./browsers";
import { slope } from "./figures";
import type { Line, Verdict } from "./lines";
import type { Context, Scenario } from "./scenario";
import type { World } from "./world";

const AT_ONCE = 6;
const SAMPLE_EVERY_MS = 2000;
/** What is compiled and cached at first is no leak. */
const WARM_UP_SHARE = 0.25;
const FAULT_EVERY_MS = 10_000;
const FAULT_MS = 1500;
const LEAST_MINUTES_TO_JUDGE = 30;

type Sample = { atMs: number; rssMb: number; sockets: number; connections: number };

function readRssMb(pid: number): number {
  const kilobytes = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(kilobytes) / 1024;
}

/** Files, sockets and pipes; only Linux tells. */
function countDescriptors(pid: number): number {
  return process.platform === "linux" ? readdirSync(`/proc/${pid}/fd`).length : 0;
}

async function takeSample(world: World, begunAt: number): Promise<Sample> {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const [open] = await world.sql<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  return {
    atMs: Date.now() - begunAt,
    rssMb: sum(world.pids().map(readRssMb)),
    sockets: sum(world.pids().map(countDescriptors)),
    connections: open?.count ?? 0,
  };
}

/** One person's visit: in, about, and an app beside; or somebody who guesses. */
async function visit(world: World, n: number): Promise<void> {
  const at = either(world, n);
  const [person] = await makePeople(world, 1);
  if (!person) return;
  const [browser] = await openBrowsers(world, [person]);
  if (!browser) return;
  await signIn(browser, at);
  for (const path of ["/", "/account", "/api/me"]) await browser.send(`${at}${path}`);
  await statusOfMe(browser, either(world, n + 1));
  await exchange(await kakaoTokenOf(world.kakao, person), { at });
  await exchange(junkToken(), { at });
  await send(`${at}/sign-in`);
  await world.kakao.deletePerson(person.id, { silent: true });
}

/** Kakao answers 503, or is slow; the database drops its connections. */
async function causeTrouble(world: World, n: number): Promise<void> {
  if (n % 3 === 0) await world.setKakao({ status: 503, body: "" });
  else if (n % 3 === 1) await world.setKakao({ delayMs: 1000 });
  else
    await world.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
  await sleep(FAULT_MS);
  await world.setKakao();
}

async function soak({ world, soakMinutes }: Context): Promise<Line[]> {
  const begunAt = Date.now();
  const endAt = begunAt + soakMinutes * 60_000;
  const isOver = () => Date.now() >= endAt;
  const samples: Sample[] = [];
  const visitors = Array.from({ length: AT_ONCE }, async (_, n) => {
    // In troubled seconds a visit fails; what is judged is what stays behind.
    for (let visits = n; !isOver(); visits += 1) await visit(world, visits).catch(() => {});
  });
  const trouble = async () => {
    for (let n = 0; Date.now() + FAULT_EVERY_MS < endAt; n += 1) {
      await sleep(FAULT_EVERY_MS - FAULT_MS);
      await causeTrouble(world, n);
    }
  };
  const watch = async () => {
    for (; !isOver(); await sleep(SAMPLE_EVERY_MS)) samples.push(await takeSample(world, begunAt));
  };
  await Promise.all([...visitors, trouble(), watch()]);
  return judge(samples, soakMinutes);
}

function judge(samples: Sample[], minutes: number): Line[] {
  const warm = samples.filter(({ atMs }) => atMs >= minutes * 60_000 * WARM_UP_SHARE);
  const mean = warm.reduce((sum, { rssMb }) => sum + rssMb, 0) / warm.length;
  const perHour = slope(warm.map(({ atMs, rssMb }) => ({ x: atMs / 3_600_000, y: rssMb })));
  const growth = (perHour / mean) * 100;
  const most = (name: "sockets" | "connections", of: Sample[]) =>
    Math.max(...of.map((sample) => sample[name]));
  const half = Math.floor(warm.length / 2);
  const [early, late] = [warm.slice(0, half), warm.slice(half)];
  // A slope is worth something once the collector has gone round often.
  const judged = (isMet: boolean): Verdict => {
    if (minutes < LEAST_MINUTES_TO_JUDGE) return "reported";
    return isMet ? "met" : "missed";
  };
  const hasGrown = (name: "sockets" | "connections") => most(name, late) > most(name, early) * 1.2;
  return [
    {
      ...{ id: "L14", what: `soak of ${minutes} min: memory of both instances` },
      ...{ measured: `${mean.toFixed(0)} MB, ${growth.toFixed(0)} %/h`, target: "≤ 5 %/h" },
      verdict: judged(growth <= 5),
    },
    {
      ...{ id: "L14", what: "descriptors, most in the first and second half" },
      ...{ baseline: String(most("sockets", early)), measured: String(most("sockets", late)) },
      ...{ target: "no growth", verdict: judged(!hasGrown("sockets")) },
    },
    {
      ...{ id: "L14", what: "database connections, most in each half" },
      ...{ baseline: String(most("connections", early)) },
      ...{ measured: String(most("connections", late)), target: "no growth" },
      verdict: judged(!hasGrown("connections")),
    },
  ];
}

export const soakScenario: Scenario[] = [
  { id: "L14", title: "a long mixed use leaves nothing behind", run: soak },
];
