// An unlink from outside, seen through: what is over with the answer, what waits for Kakao's own
// word, and what is left in the end. With the token vault on, so that there is all to destroy that
// there can be.

import { randomUUID } from "node:crypto";
import { Canaries } from "./canaries";
import { expect, test } from "./fixtures";
import { exchange, kakaoTokenOf, meWith, refresh, tokensIn } from "./native-steps";
import { dumpTables } from "./own-database";
import { signInAt } from "./own-site";
import { readMe } from "./sign-in-steps";
import { readTokens, startVaultSite } from "./token-vault-steps";
import { tellUnlink } from "./webhook-steps";

/** So long Kakao thinks before it confirms: what holds until then can be looked at. */
const KAKAO_THINKS_MS = 4000;

test("an unlink ends every session within five seconds, marks the account, and destroys all once Kakao has confirmed it (WH-7)", async () => {
  test.setTimeout(60_000);
  const site = await startVaultSite();
  const { first, second, database, kakao } = site;
  const nickname = `까나리 ${randomUUID().slice(0, 8)}`;
  const person = await kakao.client.createPerson({ nickname });
  const guest = await signInAt(site, first, person);
  const kakaoToken = await kakaoTokenOf(kakao.client, person);
  const tokens = tokensIn(await exchange(kakaoToken, { at: first.url }));
  const canaries = new Canaries();
  canaries.add("nickname", nickname);
  canaries.add("Kakao id", person.id);
  expect(canaries.findIn(await dumpTables(database))).toHaveLength(2);
  expect(await readTokens(site, guest), "stored Kakao tokens").not.toBeNull();

  await kakao.client.unlink(person.id);
  const slow = { endpoint: "user_me", personId: person.id, delayMs: KAKAO_THINKS_MS } as const;
  await kakao.client.setFault({ ...slow, times: 1 });
  const toldAt = Date.now();
  expect((await tellUnlink(person.id, { at: second.url })).status).toBe(200);
  for (const at of [first.url, second.url]) {
    expect(await readMe(guest.visitor, at)).toBeNull();
    expect((await meWith(`Bearer ${tokens.access_token}`, { at })).status).toBe(401);
    expect((await refresh(tokens.refresh_token, { at })).status).toBe(401);
  }
  const users = () => database.rows(`SELECT FROM "User" WHERE "id" = $1`, [guest.userId]);
  const mark = () => database.rows(`SELECT "kind" FROM "Job" WHERE "kakaoId" = $1`, [person.id]);
  expect(await users(), "nothing is destroyed on a webhook's word").toHaveLength(1);
  expect(await mark()).toEqual([{ kind: "unlinked" }]);
  expect(Date.now() - toldAt, "all that while Kakao thinks").toBeLessThan(KAKAO_THINKS_MS);

  await expect.poll(async () => (await users()).length, { timeout: 15_000 }).toBe(0);
  await expect.poll(mark).toEqual([]);
  expect(canaries.findIn(await dumpTables(database))).toEqual([]);
  expect(await database.rows(`SELECT FROM "KakaoToken"`)).toEqual([]);
  const [tombstone, ...more] = await database.rows(`SELECT * FROM "Withdrawal"`);
  expect(more).toEqual([]);
  expect(tombstone).toMatchObject({ id: guest.userId, reason: "unlinked" });
  for (const app of [first, second]) expect(canaries.findIn(app.output())).toEqual([]);
  await site.stop();
});
