// Kakao's account-state webhook, from outside: what each event does.
import { randomUUID } from "node:crypto";
import { secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { defaultApp } from "./kakao-emulator/defaults";
import { exchange, meWith } from "./native-steps";
import { readMe, refusalOf, signIn, trySignIn } from "./sign-in-steps";
import { Visitor } from "./visitor";
import {
  expectForgotten,
  expectSignedOutEverywhere,
  expectTold,
  signInEverywhere,
} from "./webhook-steps";

test("sessions-revoked ends every session on both instances, told for the app's number or its key (WH-16, WH-10)", async ({
  kakao,
  person,
}) => {
  for (const aud of [String(defaultApp.appId), [defaultApp.restApiKey, "another"]]) {
    const signedIn = await signInEverywhere(kakao, person);
    const set = { claims: { aud } };
    await expectTold(kakao, {
      personId: person.id,
      event: "sessions-revoked",
      set,
      at: secondUrl(),
    });
    await expectSignedOutEverywhere(signedIn);
  }
});

test("the same event, twice and a hundred times at once, counts once (WH-14, K24)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const event = { personId: person.id, event: "sessions-revoked", jti: randomUUID() };
  await expectTold(kakao, { ...event, repeat: 100 });
  expect(await readMe(visitor)).toBeNull();
  await signIn(visitor, person);
  await expectTold(kakao, { ...event, at: secondUrl() });
  expect(await readMe(visitor), "an event that was seen").not.toBeNull();
});

test("user-unlinked forgets whom Kakao has unlinked, and spares whom it has not (WH-6, WH-16)", async ({
  kakao,
  createPerson,
}) => {
  const [gone, linked] = [await createPerson(), await createPerson()];
  const visitors = [new Visitor(), new Visitor()] as const;
  await signIn(visitors[0], gone);
  await signIn(visitors[1], linked);
  const before = await readMe(visitors[1]);
  await kakao.unlink(gone.id);
  for (const { id } of [gone, linked])
    await expectTold(kakao, { personId: id, event: "user-unlinked" });
  expect(await readMe(visitors[0])).toBeNull();
  await expectForgotten(gone.id);
  await signIn(visitors[1], linked);
  expect((await readMe(visitors[1]))?.id).toBe(before?.id);
});

test("account-disabled keeps somebody out of browser and app until account-enabled, in any order (WH-15, WH-16)", async ({
  kakao,
  person,
}) => {
  const { visitor, tokens } = await signInEverywhere(kakao, person);
  const now = Math.floor(Date.now() / 1000);
  const tell = (event: string, toe: number) =>
    expectTold(kakao, { personId: person.id, event, toe });
  await tell("account-disabled", now - 20);
  expect(await readMe(visitor)).toBeNull();
  expect((await meWith(`Bearer ${tokens.access_token}`)).status).toBe(401);
  const { answer } = await trySignIn(person);
  expect(refusalOf(answer)).not.toBeNull();
  const { access_token } = await kakao.issueTokens(person.id);
  expect((await exchange(access_token)).status).toBe(404);
  await tell("account-enabled", now - 10);
  await signIn(visitor, person);
  await tell("account-disabled", now - 15);
  expect(await readMe(visitor), "an older event").not.toBeNull();
});

test("user-profile-changed: the new nickname is there without a new sign-in (WH-16)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  await kakao.updatePerson(person.id, { nickname: "바뀐 이름" });
  expect((await readMe(visitor))?.nickname).toBe(person.nickname);
  await expectTold(kakao, { personId: person.id, event: "user-profile-changed" });
  await expect.poll(async () => (await readMe(visitor))?.nickname).toBe("바뀐 이름");
});

test("user-scope-withdraw: what was withdrawn is gone with the answer (WH-16)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person, { items: ["account_email", "profile_image"] });
  expect((await readMe(visitor))?.email).toBe(person.email);
  const payload = { scopes: ["account_email"] };
  await kakao.setFault({ endpoint: "user_me", personId: person.id, status: 503, times: 1 });
  await expectTold(kakao, { personId: person.id, event: "user-scope-withdraw", payload });
  const me = await readMe(visitor);
  expect([me?.email, me?.nickname]).toEqual([null, person.nickname]);
});

test("an event that nobody knows, or about nobody we know, is taken and does nothing (WH-16, WH-4)", async ({
  kakao,
  createPerson,
}) => {
  const [person, stranger] = [await createPerson(), await createPerson()];
  const visitor = new Visitor();
  await signIn(visitor, person);
  await expectTold(kakao, { personId: person.id, event: "https://schemas.test/event/new" });
  await expectTold(kakao, { personId: stranger.id, event: "account-disabled" });
  const old = { claims: { iat: Math.floor(Date.now() / 1000) - 8 * 86_400 } };
  await expectTold(kakao, { personId: person.id, event: "sessions-revoked", set: old });
  expect(await readMe(visitor)).not.toBeNull();
});
