// L8: ten times as much junk as sign-ins, from one attacker's address.
import { exchange, junkToken } from "#e2e/native-steps";
import { newAddress, send } from "#e2e/visitor";
import { either, makePeople, openBrowsers, signIn } from "./browsers";
import { asRatio, inMs, p95 } from "./figures";
import { exact, type Line, timed } from "./lines";
import { failuresIn, inTurns, type Outcome, steadily, times } from "./pace";
import type { Context, Scenario } from "./scenario";
import type { World } from "./world";

const SIGN_INS_A_SECOND = 5;
const JUNK_FOR_EACH = 10;

/** A state that nobody began, a token that nobody issued, a webhook that Kakao did not sign. */
async function sendJunk(world: World, address: string, n: number): Promise<void> {
  const at = either(world, n >> 1);
  const headers = { "x-forwarded-for": address };
  if (n % 3 === 0) {
    const query = `code=${crypto.randomUUID()}&state=${crypto.randomUUID()}`;
    await send(`${at}/api/auth/callback/kakao?${query}`, { headers });
  } else if (n % 3 === 1) await exchange(junkToken(), { at, headers });
  else {
    const body = "eyJhbGciOiJSUzI1NiJ9.e30.AAAA";
    const type = { "content-type": "application/secevent+jwt" };
    await send(`${at}/api/webhooks/kakao/account-state`, {
      body,
      headers: { ...headers, ...type },
    });
  }
}

async function signInSteadily(world: World, seconds: number): Promise<Outcome<number>[]> {
  const people = await makePeople(world, SIGN_INS_A_SECOND * seconds);
  const browsers = await openBrowsers(world, people);
  const rate = { perSecond: SIGN_INS_A_SECOND };
  return steadily(rate, browsers, (browser, n) => signIn(browser, either(world, n)));
}

/** Requests about nobody: what is asked for the sake of people names them. */
async function countOutbound({ kakao }: World, since: number): Promise<number> {
  const entries = await kakao.readLedger({ since });
  return entries.filter(({ status, path }) => status === 401 && path.startsWith("/v")).length;
}

const valuesIn = (outcomes: Outcome<number>[]) => outcomes.flatMap(({ value }) => value ?? []);

async function junkAndSignIns({ world, isQuick }: Context): Promise<Line[]> {
  const seconds = isQuick ? 6 : 40;
  // The first of its kind on each instance loads code; that is not what is measured.
  await inTurns(times(6), 6, (n) => sendJunk(world, newAddress(), n));
  const quiet = await signInSteadily(world, seconds);
  const since = (await world.kakao.readLedger()).at(-1)?.seq ?? 0;
  const address = newAddress();
  const rate = { perSecond: SIGN_INS_A_SECOND * JUNK_FOR_EACH };
  const junk = times(rate.perSecond * seconds);
  const [junkOutcomes, outcomes] = await Promise.all([
    steadily(rate, junk, (n) => sendJunk(world, address, n)),
    signInSteadily(world, seconds),
  ]);
  const share = (await countOutbound(world, since)) / junk.length;
  const before = p95(valuesIn(quiet));
  const during = p95(valuesIn(outcomes));
  const what = `${outcomes.length} sign-ins beside ${junk.length} requests of junk`;
  return [
    exact("L8", `${what}: sign-ins failed`, failuresIn(outcomes).length, 0),
    exact("L8", `${what}: junk without an answer`, failuresIn(junkOutcomes).length, 0),
    timed(
      {
        ...{ id: "L8", what: "sign-ins beside junk: p95", target: "≤ 2×" },
        ...{ baseline: inMs(before), measured: inMs(during), ratio: asRatio(during / before) },
      },
      during / before <= 2,
    ),
    timed(
      {
        ...{ id: "L8", what: "junk that Kakao heard of" },
        ...{ measured: `${(share * 100).toFixed(1)} %`, target: "≤ 1 % of junk" },
      },
      share <= 0.01,
    ),
  ];
}

export const junk: Scenario[] = [
  { id: "L8", title: "people sign in beside ten times as much junk", run: junkAndSignIns },
];
