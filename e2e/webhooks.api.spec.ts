// Kakao's webhooks from outside, one journey for each subject: a right one and what comes of it, a
// wrong one, the same one again. All else is in webhook-*.full.spec.ts and in the tests of
// lib/webhooks.
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { defaultApp } from "./kakao-emulator/defaults";
import { exchange, meWith } from "./native-steps";
import { readAppLog } from "./server-log";
import { readMe, signIn } from "./sign-in-steps";
import { send, Visitor } from "./visitor";
import {
  accountStatePath,
  expectForgotten,
  expectSignedOutEverywhere,
  expectTold,
  signInEverywhere,
  tellEvent,
  tellUnlink,
} from "./webhook-steps";

const { adminKey } = defaultApp;
const secevent = { "content-type": "application/secevent+jwt" };

test("an unlink with no key, another key, or in another form ends nobody's session (WH-1, WH-8)", async ({
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  for (const authorization of ["", adminKey, `Bearer ${adminKey}`, `KakaoAK ${adminKey}x`]) {
    const answer = await tellUnlink(person.id, { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({ message: "UNAUTHENTICATED" });
    expect(answer.headers["cache-control"]).toBe("private, no-store");
  }
  expect(await readMe(visitor)).not.toBeNull();
});

test("an unlink ends sessions of all kinds on both instances at once, then the user; again, it spares whoever is back (WH-6, WH-7, K24)", async ({
  kakao,
  person,
}) => {
  const signedIn = await signInEverywhere(kakao, person);
  const { visitor } = signedIn;
  const linkedAt = Math.ceil(Date.now() / 1000);
  // The link has ended at Kakao, which says so to nobody: this test is the messenger.
  await kakao.unlink(person.id);
  const answer = await tellUnlink(person.id, { at: secondUrl() });
  expect([answer.status, answer.body]).toEqual([200, ""]);
  await expectSignedOutEverywhere(signedIn);
  await expectForgotten(person.id);
  // Kakao tells one link from the next by whole seconds.
  await expect.poll(() => Date.now() / 1000).toBeGreaterThan(linkedAt);
  await signIn(visitor, person);
  const me = await readMe(visitor);
  expect((await tellUnlink(person.id)).status).toBe(200);
  expect(await readMe(visitor), "sessions end").toBeNull();
  await expect
    .poll(() => readAppLog().some((line) => line.includes('"event":"unlink.ignored"')))
    .toBe(true);
  await signIn(visitor, person);
  expect((await readMe(visitor))?.id).toBe(me?.id);
});

test("an event that does not hold is refused with the code for it, and does nothing (WH-10, WH-13)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  type Wrong = [status: number, err: string, change: object];
  const wrong: Wrong[] = [
    [400, "invalid_key", { set: { key: "unpublished" } }],
    [400, "invalid_issuer", { set: { claims: { iss: "https://kauth.kakao.com/" } } }],
    [400, "invalid_audience", { set: { claims: { aud: "another" } } }],
    [400, "invalid_request", { set: { claims: { jti: null } } }],
    [413, "invalid_request", { set: { jwt: "x".repeat(17 * 1024) } }],
  ];
  for (const [status, err, change] of wrong) {
    const event = { personId: person.id, event: "sessions-revoked", ...change };
    const [delivery] = await tellEvent(kakao, event);
    expect([err, delivery?.status]).toEqual([err, status]);
    const said = { err, description: expect.any(String) };
    expect(JSON.parse(delivery?.answer ?? "")).toEqual(said);
  }
  expect(await readMe(visitor)).not.toBeNull();
});

test("sessions-revoked ends every session on both instances; told again, it ends no newer one (WH-14, WH-16)", async ({
  kakao,
  person,
}) => {
  const signedIn = await signInEverywhere(kakao, person);
  const { visitor } = signedIn;
  const event = { personId: person.id, event: "sessions-revoked", jti: crypto.randomUUID() };
  await expectTold(kakao, { ...event, at: secondUrl() });
  await expectSignedOutEverywhere(signedIn);
  await signIn(visitor, person);
  await expectTold(kakao, event);
  expect(await readMe(visitor)).not.toBeNull();
});

test("an id_token is no event, and an event signs nobody in (WH-12)", async ({ kakao, person }) => {
  const { id_token } = await kakao.issueTokens(person.id, { nonce: "x" });
  const url = `${baseUrl()}${accountStatePath}`;
  const posted = await send(url, { headers: secevent, body: id_token ?? "" });
  expect([posted.status, JSON.parse(posted.body).err]).toEqual([400, "invalid_request"]);
  const [delivery] = await tellEvent(kakao, { personId: person.id, event: "token-issued" });
  expect((await exchange(delivery?.body ?? "")).status).toBe(404);
  expect((await meWith(`Bearer ${delivery?.body}`)).status).toBe(401);
});
