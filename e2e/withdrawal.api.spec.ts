// Leaving, over HTTP: who may, what is gone at once and everywhere, what Kakao hears of it, and who
// comes back. With an app, a database and a Kakao of its own, because it reads and ages rows.
import { randomUUID } from "node:crypto";
import { Canaries } from "./canaries";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { exchange, kakaoTokenOf, meWith, refresh, tokensIn } from "./native-steps";
import { dumpTables, type OwnDatabase } from "./own-database";
import { readCsrfToken, readMe } from "./sign-in-steps";
import { expect, test } from "./site-fixtures";
import { Visitor } from "./visitor";
import { pressWithdraw, proveAnew } from "./withdrawal-steps";

async function readUnlinks(kakaoApi: KakaoEmulatorClient) {
  const entries = await kakaoApi.readLedger({ path: "/v1/user/unlink" });
  return entries.map(({ status }) => status);
}

const readErrands = ({ rows }: OwnDatabase) => rows(`SELECT FROM "Job" WHERE "kind" = 'unlink'`);

const countUsers = async ({ rows }: OwnDatabase) => (await rows('SELECT FROM "User"')).length;

test("nobody withdraws without a form of this session, a tick and a fresh proof (WD-1)", async ({
  app,
  database,
  kakaoApi,
  enter,
}) => {
  const { visitor, userId: id } = await enter(await kakaoApi.createPerson());
  const target = `${app.url}/account/withdraw/confirm`;
  const errorOf = async (answer: ReturnType<typeof pressWithdraw>) =>
    (await answer).location?.searchParams.get("error");
  expect(await errorOf(pressWithdraw(visitor, { at: app.url }))).toBe("stale");
  await proveAnew(database, id, "301 s");
  expect(await errorOf(pressWithdraw(visitor, { at: app.url }))).toBe("stale");
  await proveAnew(database, id);
  expect(await errorOf(pressWithdraw(visitor, { at: app.url, confirm: "" }))).toBe("unconfirmed");
  expect((await pressWithdraw(visitor, { at: app.url, csrfToken: "x.y" })).status).toBe(403);
  const csrfToken = await readCsrfToken(visitor, app.url);
  const form = { csrfToken, confirm: "yes" };
  const elsewhere = { origin: "https://evil.test", "sec-fetch-site": "cross-site" };
  expect((await visitor.post(target, form, elsewhere)).status).toBe(403);
  expect((await visitor.send(target)).status).toBe(405);
  expect((await new Visitor().post(target, form)).location?.pathname).toBe("/sign-in");
  expect(await countUsers(database)).toBe(1);
});

test("the sixth try within an hour is too many, and a session that is over uses up none (RL-1, RL-4)", async ({
  app,
  kakaoApi,
  enter,
}) => {
  const person = await kakaoApi.createPerson();
  const { visitor: thief } = await enter(person);
  const [copied, csrfToken] = [thief.cookies(), await readCsrfToken(thief, app.url)];
  await thief.post(`${app.url}/api/auth/signout`, { csrfToken });
  thief.restoreCookies(copied);
  for (let n = 0; n < 6; n += 1) {
    const { location } = await pressWithdraw(thief, { at: app.url, csrfToken });
    expect(location?.pathname).toBe("/sign-in");
  }
  const { visitor } = await enter(person);
  for (let n = 0; n < 5; n += 1)
    expect((await pressWithdraw(visitor, { at: app.url })).status).toBe(303);
  const answer = await pressWithdraw(visitor, { at: app.url });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(60);
});

test("every session and token is dead at once, and nobody comes of them (WD-3, ST-6, LO-2, OR-2)", async ({
  app,
  database,
  kakaoApi,
  enter,
}) => {
  const person = await kakaoApi.createPerson();
  const { visitor, userId: id } = await enter(person);
  const tokens = tokensIn(await exchange(await kakaoTokenOf(kakaoApi, person), { at: app.url }));
  const copied = visitor.cookies();
  const csrfToken = await readCsrfToken(visitor, app.url);
  await proveAnew(database, id);
  const left = await pressWithdraw(visitor, { at: app.url });
  expect([left.status, left.location?.pathname, left.location?.search]).toEqual([
    303,
    "/goodbye",
    "",
  ]);
  expect(left.headers["clear-site-data"]).toBe('"cache", "storage"');
  expect([...visitor.cookies().keys()]).toEqual([]);
  visitor.restoreCookies(copied);
  expect(await readMe(visitor, app.url)).toBeNull();
  expect((await meWith(`Bearer ${tokens.access_token}`, { at: app.url })).status).toBe(401);
  expect((await refresh(tokens.refresh_token, { at: app.url })).status).toBe(401);
  // A second press, from another window, ends in the same place.
  visitor.restoreCookies(copied);
  const again = await pressWithdraw(visitor, { at: app.url, csrfToken });
  expect(again.location?.pathname).toBe("/goodbye");
  expect(await countUsers(database)).toBe(0);
});

test("nothing of the person is left, Kakao has cut the link, and who comes back is new (WD-2, WD-4, WD-5, WD-8)", async ({
  app,
  database,
  kakaoApi,
  enter,
}) => {
  const nickname = `까나리 ${randomUUID().slice(0, 8)}`;
  const person = await kakaoApi.createPerson({ nickname });
  const { visitor, userId: id } = await enter(person);
  const canaries = new Canaries();
  canaries.add("nickname", nickname);
  canaries.add("Kakao id", String(person.id));
  expect(canaries.findIn(await dumpTables(database)).length).toBe(2);
  await proveAnew(database, id);
  await pressWithdraw(visitor, { at: app.url });
  await expect.poll(() => readUnlinks(kakaoApi), { timeout: 15_000 }).toEqual([200]);
  await expect.poll(() => readErrands(database)).toEqual([]);
  expect(canaries.findIn(await dumpTables(database))).toEqual([]);
  expect(canaries.findIn(app.output())).toEqual([]);
  expect(app.output()).toMatch(
    new RegExp(`"user.withdrawn","user":"${id}","person":"[0-9a-f]{16}"`),
  );
  const back = await enter(person);
  expect(back.userId).not.toBe(id);
});

test("who comes back before Kakao was told is not unlinked (WD-6)", async ({
  app,
  database,
  kakaoApi,
  enter,
}) => {
  const person = await kakaoApi.createPerson();
  const { visitor, userId: id } = await enter(person);
  await proveAnew(database, id);
  await pressWithdraw(visitor, { at: app.url });
  const back = await enter(person);
  expect(back.userId).not.toBe(id);
  expect(await readErrands(database)).toEqual([]);
  expect(await readUnlinks(kakaoApi)).toEqual([]);
  expect((await kakaoApi.readPerson(person.id)).links).toHaveLength(1);
});

test.describe("without an admin key", () => {
  test.use({ environment: { KAKAO_ADMIN_KEY: undefined } });

  test("people leave all the same, and the log says what is missing (K22)", async ({
    app,
    database,
    kakaoApi,
    enter,
  }) => {
    const { visitor, userId: id } = await enter(await kakaoApi.createPerson());
    await proveAnew(database, id);
    const left = await pressWithdraw(visitor, { at: app.url });
    expect(left.location?.pathname).toBe("/goodbye");
    const said = () => app.output().match(/"job.failed".*KAKAO_ADMIN_KEY is not set/)?.length ?? 0;
    await expect.poll(said, { timeout: 15_000 }).toBe(1);
    expect(await readErrands(database)).toHaveLength(1);
  });
});
