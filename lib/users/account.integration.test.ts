// The log of one's own account on a real PostgreSQL: written with what happened, read by nobody else.
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { endNativeSessionOf } from "#lib/session/native-rows";
import {
  readOwnRefreshToken,
  refreshNativeSession,
  revokeNativeSession,
  startNativeSession,
} from "#lib/session/native-tokens";
import { endAllSessions, endSession, saveSession, sessionIdOf } from "#lib/session/rows";
import { findAccount } from "#lib/users/account";
import { saveKakaoUser } from "#lib/users/save-from-kakao";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
beforeEach(() => database.rows('DELETE FROM "User"'));

const NOTHING = { nickname: null, image: null, email: null };
const newUser = (consents?: { [item: string]: "given" | "askable" }) =>
  saveKakaoUser({ kakaoId: String(Date.now()) + newUser.count++, ...NOTHING, consents });
newUser.count = 100;

async function start(userId: string, sessionId = sessionIdOf(randomUUID())): Promise<string> {
  const device = { browser: "Chrome", system: "Linux" };
  const flow = { flowId: randomUUID(), replacedSessionId: null };
  await saveSession({ sessionId, userId, ...flow, ...device });
  return sessionId;
}

const startApp = (id: string) =>
  startNativeSession(
    { id, ...NOTHING },
    new Headers({ "user-agent": "Humblebug/1.0 (iPhone; iOS 19)" }),
  );

async function refresh(token: string) {
  const claims = readOwnRefreshToken(token);
  if (!claims) throw new Error("not a refresh token");
  return refreshNativeSession(token, claims);
}

async function kindsOf(userId: string): Promise<string[]> {
  const account = await findAccount(userId);
  return (account?.activities ?? []).map(({ kind }) => kind).reverse();
}

describe("what did not happen is not written (SE-8)", () => {
  test("a session that is another's, or over, ends nothing (ST-13)", async () => {
    const [a, b] = [await newUser(), await newUser()];
    const sessionId = await start(b.id);
    expect(await endSession({ userId: a.id, sessionId }, "signed_out_device")).toBe(false);
    expect(await kindsOf(a.id)).toEqual([]);
    await endSession({ userId: b.id, sessionId }, "signed_out");
    await endSession({ userId: b.id, sessionId }, "signed_out");
    expect(await kindsOf(b.id)).toEqual(["signed_in", "signed_out"]);
  });

  test("a callback sent twice is one sign-in", async () => {
    const { id } = await newUser();
    const sessionId = await start(id);
    await start(id, sessionId);
    expect(await kindsOf(id)).toEqual(["signed_in"]);
  });

  test("ending all of nothing", async () => {
    const { id } = await newUser();
    await endAllSessions(id, "signed_out_everywhere");
    expect(await kindsOf(id)).toEqual([]);
  });

  test("an honest refresh, and a repeat of it whose answer was lost", async () => {
    const { id } = await newUser();
    const { refreshToken } = await startApp(id);
    await refresh(refreshToken);
    await refresh(refreshToken);
    expect(await kindsOf(id)).toEqual(["signed_in_app"]);
  });
});

describe("what happened stands there once, with its device (SE-8)", () => {
  test("a browser signs in and out", async () => {
    const { id } = await newUser();
    const sessionId = await start(id);
    await endSession({ userId: id, sessionId }, "signed_out_device");
    const account = await findAccount(id);
    const device = { browser: "Chrome", app: null, system: "Linux", at: expect.any(Date) };
    expect(account?.activities).toEqual([
      { kind: "signed_out_device", ...device },
      { kind: "signed_in", ...device },
    ]);
  });

  test("a refresh token that was used up comes again: one line, and it names the app", async () => {
    const { id } = await newUser();
    const first = await startApp(id);
    const second = await refresh(first.refreshToken);
    if (!second || "reusedOf" in second) throw new Error("not refreshed");
    await refresh(second.refreshToken);
    expect(await refresh(first.refreshToken)).toEqual({ reusedOf: id });
    expect(await refresh(first.refreshToken)).toBeNull();
    expect(await kindsOf(id)).toEqual(["signed_in_app", "refresh_reused"]);
    const [reuse] = (await findAccount(id))?.activities ?? [];
    expect(reuse).toMatchObject({ app: "Humblebug", system: "iPhone", browser: null });
  });

  test("an app is revoked; another one is ended from the list of devices; then all", async () => {
    const { id } = await newUser();
    const revoked = readOwnRefreshToken((await startApp(id)).refreshToken);
    if (!revoked) throw new Error("not a refresh token");
    expect(await revokeNativeSession(revoked)).toBe(id);
    expect(await revokeNativeSession(revoked)).toBeNull();
    const listed = readOwnRefreshToken((await startApp(id)).refreshToken);
    expect(await endNativeSessionOf(id, listed?.sessionId ?? "")).toBe(true);
    await startApp(id);
    await endAllSessions(id, "signed_out_everywhere");
    expect(await kindsOf(id)).toEqual([
      "signed_in_app",
      "signed_out",
      "signed_in_app",
      "signed_out_device",
      "signed_in_app",
      "signed_out_everywhere",
    ]);
  });
});

test("the newest fifty of one's own are shown, and no kind that nobody can word", async () => {
  const [a, b] = [await newUser(), await newUser()];
  await database.rows(
    `INSERT INTO "Activity" ("userId", "kind", "at")
     SELECT $1::uuid, 'signed_in', now() - n * interval '1 minute' FROM generate_series(1, 60) n`,
    [a.id],
  );
  await database.rows(`INSERT INTO "Activity" ("userId", "kind") VALUES ($1::uuid, 'later')`, [
    a.id,
  ]);
  const { activities = [] } = (await findAccount(a.id)) ?? {};
  expect(activities).toHaveLength(49);
  const times = activities.map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((one, other) => other - one));
  expect(await kindsOf(b.id)).toEqual([]);
});

describe("the states of consent items", () => {
  test("are those of the newest answer; one that does not say leaves them", async () => {
    const kakaoId = "3956953872";
    const save = (consents?: object | null) => saveKakaoUser({ kakaoId, ...NOTHING, consents });
    const { id } = await save({ gender: "askable", account_email: "given" });
    await save({ account_email: "empty" });
    expect((await findAccount(id))?.consents).toEqual({ account_email: "empty" });
    await save(null);
    expect((await findAccount(id))?.consents).toEqual({ account_email: "empty" });
  });

  test("openid stays known when an answer about the person cannot mention it", async () => {
    const kakaoId = "3956953873";
    const save = (consents: object) => saveKakaoUser({ kakaoId, ...NOTHING, consents });
    const { id } = await save({ openid: "given" });
    await save({ gender: "given" });
    expect((await findAccount(id))?.consents).toEqual({ openid: "given", gender: "given" });
  });

  test("nobody has an account who has left", async () => {
    expect(await findAccount(randomUUID())).toBeNull();
  });
});
