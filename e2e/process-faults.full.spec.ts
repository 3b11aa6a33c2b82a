// The process dies, stands still, or has the wrong time, in the middle of a sign-in. What was begun
// is whole or not there, and the next try works.
import { setTimeout as sleep } from "node:timers/promises";
import { baseUrl, databaseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { exchange, kakaoTokenOf, meWith, refresh, signInNatively, tokensIn } from "./native-steps";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { startAppWithClock } from "./own-app-clock";
import { finishSignIn, reachCallback, readMe, refusalOf, signIn } from "./sign-in-steps";
import { startStallingLine } from "./stalling-line";
import { countUsersOf } from "./user-rows";
import { send, Visitor } from "./visitor";

/** Limits, claim, user, session: what a callback writes, with room for what it reads. */
const STATEMENTS_OF_CALLBACK = 5;
const points = Array.from({ length: STATEMENTS_OF_CALLBACK }, (_, n) => n + 1).flatMap((n) => [
  [n, "before"] as const,
  [n, "after"] as const,
]);

async function expectRetryToWork(person: { id: string; loginId: string; nickname: string | null }) {
  expect(await countUsersOf(person.id)).toBeLessThanOrEqual(1);
  const visitor = new Visitor();
  await signIn(visitor, person);
  expect((await readMe(visitor))?.nickname).toBe(person.nickname);
  expect(await countUsersOf(person.id)).toBe(1);
}

for (const [statement, side] of points)
  test(`killed ${side} statement ${statement} of a callback: no half a person, and a retry works (P1, P8)`, async ({
    person,
    createPerson,
  }) => {
    const line = await startStallingLine(databaseUrl());
    const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });
    // Its connections are open, so that what follows are statements.
    await signIn(new Visitor(), await createPerson(), { at: app.url });
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person, { at: app.url });
    const stalled = line.stallAt(statement, side);
    const answered = finishSignIn(visitor, callback, { at: app.url }).then(
      () => "answered",
      () => "cut",
    );
    expect(await Promise.race([stalled.then(() => "stalled"), answered])).toBe("stalled");
    await app.stop();
    expect(await answered).toBe("cut");
    await line.close();
    expect(visitor.cookies().has("session")).toBe(false);
    await expectRetryToWork(person);
  });

for (const endpoint of ["token", "user_me"] as const)
  test(`killed while Kakao thinks about ${endpoint}: nobody is taken in, and a retry works (P1, P8)`, async ({
    kakao,
    person,
    setFault,
  }) => {
    const app = await startApp(firstInstanceEnvironment());
    const clear = await setFault({ endpoint, delayMs: 3000 });
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person, { at: app.url });
    const answered = finishSignIn(visitor, callback, { at: app.url }).catch(() => null);
    const path = endpoint === "token" ? "/oauth/token" : "/v2/user/me";
    const asked = async () => (await kakao.readLedger({ path, personId: person.id })).length;
    await expect.poll(asked).toBe(1);
    await app.stop();
    expect(await answered).toBeNull();
    expect(await countUsersOf(person.id)).toBe(0);
    await clear();
    await expectRetryToWork(person);
  });

for (const [statement, side] of [
  [1, "before"],
  [1, "after"],
  [2, "before"],
  [2, "after"],
] as const)
  test(`killed ${side} statement ${statement} of an app's refresh: the same token still refreshes (P2)`, async ({
    kakao,
    person,
  }) => {
    const line = await startStallingLine(databaseUrl());
    const app = await startApp({ ...firstInstanceEnvironment(), DATABASE_URL: line.url });
    const first = await signInNatively(kakao, person, { at: app.url });
    const { refresh_token } = tokensIn(await refresh(first.refresh_token, { at: app.url }));
    const stalled = line.stallAt(statement, side);
    const answered = refresh(refresh_token, { at: app.url }).catch(() => null);
    await stalled;
    await app.stop();
    expect(await answered).toBeNull();
    await line.close();
    const again = tokensIn(await refresh(refresh_token));
    expect((await meWith(`Bearer ${again.access_token}`)).status).toBe(200);
    tokensIn(await refresh(again.refresh_token, { at: secondUrl() }));
  });

for (const minutes of [5, -5])
  test(`an instance whose clock is ${minutes} minutes off: its sessions hold everywhere, and operators hear of it (P10)`, async ({
    kakao,
    person,
    createPerson,
  }) => {
    const app = await startAppWithClock(minutes * 60);
    const native = await signInNatively(kakao, person, { at: app.url });
    const [, time = ""] = /"time":"([^"]+)"/.exec(app.output()) ?? [];
    const offset = new Date(time).getTime() - Date.now();
    expect(Math.round(offset / 60_000), "it is off").toBe(minutes);
    for (const at of [app.url, baseUrl(), secondUrl()])
      expect((await meWith(`Bearer ${native.access_token}`, { at })).status).toBe(200);
    const next = tokensIn(await refresh(native.refresh_token));
    expect((await meWith(`Bearer ${next.access_token}`, { at: app.url })).status).toBe(200);
    const visitor = new Visitor();
    await signIn(visitor, await createPerson());
    expect(await readMe(visitor, app.url), "and theirs hold there").not.toBeNull();
    const trip = new Visitor();
    const callback = await reachCallback(trip, await createPerson(), { at: app.url });
    const { location } = await finishSignIn(trip, callback, { at: baseUrl() });
    expect(location?.href, "a trip begun there ends elsewhere").toBe(`${baseUrl()}/`);
    const there = new Visitor();
    const away = await reachCallback(there, await createPerson());
    const arrived = await finishSignIn(there, away, { at: app.url });
    // For it, Kakao's id_token is of a time to come.
    if (minutes < 0) expect(refusalOf(arrived)).toBe("kakao_rejected");
    else expect(await readMe(there)).not.toBeNull();
    expect(app.output().includes('"sign_in.alarm"')).toBe(minutes < 0);
    expect((await send(`${app.url}/api/health/ready`)).status).toBe(200);
    expect(app.output()).toMatch(/"health\.clock_alarm".*"offsetSeconds":-?(299|300|301)\b/);
    await app.stop();
  });

/** What waited for the database at that very moment may have waited too long. */
const isFew = (failed: unknown[], all: unknown[]) => failed.length <= all.length / 4;

test("stopped for three seconds in the middle of everything, hardly anybody hears of it (P11)", async ({
  kakao,
  createPerson,
  setFault,
}) => {
  const app = await startApp(firstInstanceEnvironment());
  const at = app.url;
  const people = await Promise.all(Array.from({ length: 12 }, () => createPerson()));
  const [first] = people;
  if (!first) throw new Error("nobody");
  const { access_token } = await signInNatively(kakao, first, { at });
  const trips = await Promise.all(
    people.map(async (person) => {
      await setFault({ endpoint: "user_me", delayMs: 800, personId: person.id });
      const visitor = new Visitor();
      return { visitor, callback: await reachCallback(visitor, person, { at }) };
    }),
  );
  const tokens = await Promise.all(people.map((person) => kakaoTokenOf(kakao, person)));
  let isOver = false;
  const statuses = new Map<number, number>();
  const looking = Promise.all(
    Array.from({ length: 20 }, async () => {
      while (!isOver) {
        const { status } = await meWith(`Bearer ${access_token}`, { at });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }),
  );
  await sleep(300);
  const arrivals = trips.map(({ visitor, callback }) => finishSignIn(visitor, callback, { at }));
  const exchanges = tokens.map((token) => exchange(token, { at }));
  await sleep(300);
  app.process.kill("SIGSTOP");
  await sleep(3000);
  app.process.kill("SIGCONT");
  const refusals = (await Promise.all(arrivals)).map(refusalOf);
  const refused = people.filter((_, n) => refusals[n] !== null);
  expect(isFew(refused, people), `${refusals}`).toBe(true);
  const answered = (await Promise.all(exchanges)).map(({ status }) => status);
  expect(
    isFew(
      answered.filter((status) => status !== 200),
      people,
    ),
    `${answered}`,
  ).toBe(true);
  isOver = true;
  await looking;
  const seen = [...statuses.keys()].filter((status) => status !== 200);
  expect(seen.filter((status) => status !== 503)).toEqual([]);
  expect(statuses.get(503) ?? 0, "of twenty readers").toBeLessThanOrEqual(10);
  for (const person of refused) await signIn(new Visitor(), person, { at });
  expect((await meWith(`Bearer ${access_token}`, { at })).status).toBe(200);
  await app.stop();
});

test("a rejection that nobody handles ends no process and no other request (P9)", async () => {
  const script = `import { subscribe } from "node:diagnostics_channel";
    subscribe("http.server.request.start", ({ request }) => {
      if (request.url === "/developers") Promise.reject(new Error("nobody handles this"));
    });`;
  const preload = `data:text/javascript,${encodeURIComponent(script)}`;
  const environment = { ...firstInstanceEnvironment(), NODE_OPTIONS: `--import=${preload}` };
  const app = await startApp(environment);
  for (let times = 0; times < 5; times += 1) {
    const answers = await Promise.all(
      ["/developers", "/sign-in", "/api/health/live"].map((path) => send(`${app.url}${path}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  }
  expect(app.output()).toContain("nobody handles this");
  expect(app.process.exitCode).toBeNull();
  await app.stop();
});
