// Kakao's events on a real PostgreSQL: what each does, and what happens when one comes again, late,
// or a hundred times at once. What blocks and unblocks is in blocked-account.integration.test.ts.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { runDueJobs } from "#lib/jobs/run";
import { takeAccountState } from "#lib/webhooks/account-state";
import { newKakaoId, signIn, startWebhookWorld } from "#scripts/test/webhook-world";

const world = await startWebhookWorld();
const { rows, linked, makeEvent, makeDue, tell, timesAsked, usersOf, jobs, whenAskedOnce } = world;

test.each([2, 100])("an event %i times at once has one effect (WH-14)", async (count) => {
  const { kakaoId, isSignedIn } = await signIn();
  const jti = randomUUID();
  const requests = await Promise.all(
    Array.from({ length: count }, () => makeEvent(kakaoId, "oauth/user-unlinked", { jti })),
  );
  const answers = await Promise.all(requests.map(takeAccountState));
  expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(202));
  expect(await isSignedIn()).toBe(false);
  expect(await jobs()).toHaveLength(1);
  expect(await rows('SELECT * FROM "KakaoEvent"')).toHaveLength(1);
  await runDueJobs(1000);
  expect(await usersOf(kakaoId)).toEqual([]);
  // Somebody new, with the same Kakao id: the old event is known.
  await rows('DELETE FROM "Withdrawal"');
  const again = await signIn(kakaoId);
  await tell(kakaoId, "oauth/user-unlinked", { jti });
  expect(await again.isSignedIn()).toBe(true);
});

test("an event that is older than a week has no effect (WH-14)", async () => {
  const { kakaoId, isSignedIn } = await signIn();
  await tell(kakaoId, "risc/sessions-revoked", { iat: -7 * 86_400 - 10 });
  expect(await isSignedIn()).toBe(true);
  await tell(kakaoId, "risc/sessions-revoked", { iat: -7 * 86_400 + 60 });
  expect(await isSignedIn()).toBe(false);
});

test.each([
  "oauth/tokens-revoked",
  "risc/sessions-revoked",
  "risc/account-credential-change-required",
  "risc/credential-compromise",
  "caep/credential-change",
])("%s ends all sessions and leaves the user (WH-16)", async (name) => {
  const { kakaoId, isSignedIn } = await signIn();
  const other = await signIn();
  await tell(kakaoId, name);
  expect(await isSignedIn()).toBe(false);
  expect(await other.isSignedIn()).toBe(true);
  expect(await usersOf(kakaoId)).toHaveLength(1);
});

test("account-purged is an unlink (WH-16)", async () => {
  const { kakaoId } = await signIn();
  await tell(kakaoId, "risc/account-purged");
  await runDueJobs(1000);
  expect(await usersOf(kakaoId)).toEqual([]);
});

test("what is done once more for whoever was unknown asks Kakao no second time (WH-5, WH-16)", async () => {
  const kakaoId = newKakaoId();
  await tell(kakaoId, "oauth/user-unlinked");
  expect(await rows(`DELETE FROM "Job" WHERE "kind" = 'unlinked' RETURNING "id"`)).toHaveLength(1);
  await makeDue();
  expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
  expect([await jobs(), timesAsked()]).toEqual([[], 0]);
});

test.each(["user-profile-changed", "oauth/user-scope-consent", "risc/identifier-changed"])(
  "%s takes the profile anew and signs nobody out (WH-16)",
  async (name) => {
    const { kakaoId, isSignedIn } = await signIn();
    linked.set(kakaoId, { nickname: "고길동" });
    await tell(kakaoId, name);
    await runDueJobs(1000);
    expect(await usersOf(kakaoId)).toEqual([
      expect.objectContaining({ nickname: "고길동", email: null }),
    ]);
    expect(await isSignedIn()).toBe(true);
  },
);

test("a refresh makes nobody, and writes no new link's profile on an old row", async () => {
  const kakaoId = newKakaoId();
  linked.set(kakaoId, { nickname: "새 사람", connectedAt: "2026-01-02T00:00:00Z" });
  await tell(kakaoId, "user-profile-changed");
  await runDueJobs(1000);
  expect(await usersOf(kakaoId)).toEqual([]);
  await signIn(kakaoId);
  await rows(`UPDATE "User" SET "connectedAt" = '2026-01-01T00:00:00Z'`);
  await tell(kakaoId, "user-profile-changed");
  await runDueJobs(1000);
  expect(await usersOf(kakaoId)).toEqual([expect.objectContaining({ nickname: "홍길동" })]);
});

test("a refresh during which somebody signs in is done anew, with what Kakao says then (WH-16)", async () => {
  const { kakaoId } = await signIn();
  linked.set(kakaoId, { nickname: "고길동" });
  await tell(kakaoId, "user-profile-changed");
  whenAskedOnce(async () => {
    await signIn(kakaoId);
    linked.set(kakaoId, { nickname: "박길동" });
  });
  expect(await runDueJobs(1000)).toEqual({ done: 0, failed: 1 });
  await makeDue();
  expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
  expect(await usersOf(kakaoId)).toEqual([expect.objectContaining({ nickname: "박길동" })]);
});

test("user-scope-withdraw drops that data before it is answered, without Kakao (WH-16)", async () => {
  const { kakaoId } = await signIn();
  await tell(kakaoId, "oauth/user-scope-withdraw", { said: { scopes: ["account_email"] } });
  expect(await usersOf(kakaoId)).toEqual([
    expect.objectContaining({
      ...{ nickname: "홍길동", email: null, consents: { account_email: "askable" } },
    }),
  ]);
  expect(timesAsked()).toBe(0);
});
