// account-disabled and account-enabled on a real PostgreSQL, in whichever order they come.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { runDueJobs } from "#lib/jobs/run";
import { findNativeUser, rotateNativeSession, saveNativeSession } from "#lib/session/native-rows";
import { findLiveSession, saveSession } from "#lib/session/rows";
import { newDevice, newKakaoId, signIn, startWebhookWorld } from "#scripts/test/webhook-world";

const { tell, makeDue } = await startWebhookWorld();

test("whoever is disabled is signed out, and kept out until they are enabled (WH-16)", async () => {
  const { kakaoId, isSignedIn, appSessionId } = await signIn();
  await tell(kakaoId, "risc/account-disabled", { at: -20 });
  expect(await isSignedIn()).toBe(false);
  expect(
    await rotateNativeSession({
      sessionId: appSessionId,
      generation: 1,
      refreshHash: "one",
      nextRefreshHash: "two",
    }),
  ).toBeNull();
  await expect(signIn(kakaoId)).rejects.toMatchObject({ code: "blocked" });
  await tell(kakaoId, "risc/account-enabled", { at: -10 });
  expect(await (await signIn(kakaoId)).isSignedIn()).toBe(true);
  expect(await isSignedIn()).toBe(false);
});

test("a session that began at the moment of a block lives neither then nor later (WH-16)", async () => {
  const { kakaoId, userId } = await signIn();
  await tell(kakaoId, "risc/account-disabled", { at: -20 });
  const sessionId = randomUUID();
  await saveSession({ ...newDevice(), sessionId, userId, flowId: randomUUID() });
  const app = { userId, refreshHash: "one", app: null, system: null };
  const appSessionId = randomUUID();
  await saveNativeSession({ ...app, sessionId: appSessionId });
  const rotation = { sessionId: appSessionId, generation: 1, refreshHash: "one" };
  const isAnywhere = async () => [
    await findLiveSession(sessionId, userId),
    await findNativeUser(appSessionId, userId),
    await rotateNativeSession({ ...rotation, nextRefreshHash: "two" }),
  ];
  expect(await isAnywhere()).toEqual([null, null, null]);
  await tell(kakaoId, "risc/account-enabled", { at: -10 });
  expect(await isAnywhere()).toEqual([null, null, null]);
});

test("an account that was enabled since stays enabled, also when they sign in between (WH-15, K24)", async () => {
  const { kakaoId } = await signIn();
  await tell(kakaoId, "risc/account-enabled", { at: -10 });
  const again = await signIn(kakaoId);
  await tell(kakaoId, "risc/account-disabled", { at: -20 });
  expect(await again.isSignedIn()).toBe(true);
  await tell(kakaoId, "risc/account-disabled", { at: -5 });
  expect(await again.isSignedIn()).toBe(false);
  await tell(kakaoId, "risc/account-enabled", { at: -10 });
  await expect(signIn(kakaoId)).rejects.toMatchObject({ code: "blocked" });
});

test("of two events from the same second the one that closes holds, in either order (WH-15)", async () => {
  const { kakaoId } = await signIn();
  for (const order of [
    ["account-enabled", "account-disabled"],
    ["account-disabled", "account-enabled"],
  ]) {
    for (const name of order) await tell(kakaoId, `risc/${name}`, { at: -10 });
    await expect(signIn(kakaoId)).rejects.toMatchObject({ code: "blocked" });
  }
});

test("somebody whom we did not know yet is blocked once they are saved, the newest event first or last (WH-15)", async () => {
  for (const order of [
    [-20, -10],
    [-10, -20],
  ] as const) {
    const kakaoId = newKakaoId();
    const names = new Map([
      [-20, "risc/account-enabled"],
      [-10, "risc/account-disabled"],
    ]);
    for (const at of order) await tell(kakaoId, names.get(at) ?? "", { at });
    const { isSignedIn } = await signIn(kakaoId);
    expect(await isSignedIn()).toBe(true);
    await makeDue();
    await runDueJobs(1000);
    expect(await isSignedIn()).toBe(false);
    await expect(signIn(kakaoId)).rejects.toMatchObject({ code: "blocked" });
  }
});
