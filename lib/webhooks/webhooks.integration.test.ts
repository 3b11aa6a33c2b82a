// Both webhooks on a real PostgreSQL, with a little Kakao that says who is linked: what is stored,
// what follows, and what happens when messages come again, late, at once, or while a worker dies.
import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { DatabaseUnavailable } from "#lib/database-unavailable";
import { runDueJobs } from "#lib/jobs/run";
import { findNativeUser, rotateNativeSession, saveNativeSession } from "#lib/session/native-rows";
import { findLiveSession, saveSession } from "#lib/session/rows";
import { saveKakaoUser } from "#lib/users/save-from-kakao";
import { takeAccountState } from "#lib/webhooks/account-state";
import { takeUnlink } from "#lib/webhooks/unlink";
import { answering, startLittleServer } from "#scripts/test/little-server";
import { openDatabase } from "#scripts/test/open-database";

const ADMIN_KEY = "fedcba9876543210fedcba9876543210";
const REST_KEY = "0123456789abcdef0123456789abcdef";
const SITE = "http://localhost:3199";
const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
const database = openDatabase();
const keys = await generateKeyPair("RS256", { extractable: true });
const publicKey = { ...(await exportJWK(keys.publicKey)), kid: "one", use: "sig" };
afterAll(async () => {
  await kakao.stop();
  await database.close();
});

type Linked = { nickname?: string; connectedAt?: string };
/** Who is linked at Kakao, by id; everybody else is not. */
const linked = new Map<string, Linked>();
/** Runs when Kakao is asked, before it answers. */
let whenAsked: () => Promise<unknown> = async () => null;

beforeEach(async () => {
  linked.clear();
  whenAsked = async () => null;
  kakao.answer(async (response, hit) => {
    if (hit.url.pathname === "/.well-known/jwks.json")
      return answering(200, { keys: [publicKey] })(response, hit);
    const id = new URLSearchParams(hit.body).get("target_id") ?? "";
    const person = linked.get(id);
    await whenAsked();
    if (!person) return answering(400, { msg: "not registered", code: -101 })(response, hit);
    const profile = { nickname: person.nickname ?? "홍길동" };
    const body = { connected_at: person.connectedAt, kakao_account: { profile } };
    return answering(200, `{"id":${id},${JSON.stringify(body).slice(1)}`)(response, hit);
  });
  for (const table of ["User", "Job", "Withdrawal", "KakaoEvent"])
    await database.rows(`DELETE FROM "${table}"`);
});

const newKakaoId = () => String(Math.floor(Math.random() * 1e12) + 1e12);

/** Somebody with a session in a browser and one in an app. */
async function signIn(kakaoId = newKakaoId(), nickname = "홍길동") {
  const person = { kakaoId, nickname, image: null, email: "a@kakao.test" };
  const { id: userId } = await saveKakaoUser(person);
  const sessionId = randomUUID();
  const nothing = { replacedSessionId: null, browser: null, system: null };
  await saveSession({ ...nothing, sessionId, userId, flowId: randomUUID() });
  const appSessionId = randomUUID();
  const app = { userId, refreshHash: "one", app: null, system: null };
  await saveNativeSession({ ...app, sessionId: appSessionId });
  const isSignedIn = async () =>
    (await findLiveSession(sessionId, userId)) !== null &&
    (await findNativeUser(appSessionId, userId)) !== null;
  return { kakaoId, userId, sessionId, appSessionId, isSignedIn };
}

function unlinkRequest(kakaoId: string, change: Record<string, string> = {}): Request {
  const body = new URLSearchParams({ app_id: "100001", user_id: kakaoId, ...change });
  const authorization = `KakaoAK ${ADMIN_KEY}`;
  const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
  return new Request(`${SITE}/api/webhooks/kakao/unlink`, { method: "POST", headers, body });
}

async function eventRequest(
  kakaoId: string,
  name: string,
  {
    at = 0,
    jti = randomUUID(),
    said = {},
    iat = 0,
  }: { at?: number; jti?: string; said?: object; iat?: number } = {},
): Promise<Request> {
  const now = Math.floor(Date.now() / 1000);
  const prefix = name.startsWith("user-profile")
    ? "https://schemas.kakao.com/platevent/kakao"
    : `https://schemas.openid.net/secevent/${name.split("/")[0]}`;
  const uri = `${prefix}/event-type/${name.split("/").at(-1)}`;
  const subject = { subject_type: "iss-sub", iss: kakao.origin, sub: kakaoId };
  const claims = { events: { [uri]: { subject, ...said } }, toe: now + at, jti, iat: now + iat };
  const body = await new SignJWT({ iss: kakao.origin, aud: REST_KEY, sub: kakaoId, ...claims })
    .setProtectedHeader({ alg: "RS256", typ: "secevent+jwt", kid: "one" })
    .sign(keys.privateKey);
  const headers = { "content-type": "application/secevent+jwt" };
  return new Request(`${SITE}/api/webhooks/kakao/account-state`, { method: "POST", headers, body });
}

async function tell(...event: Parameters<typeof eventRequest>): Promise<void> {
  const answer = await takeAccountState(await eventRequest(...event));
  expect([answer.status, await answer.text()]).toEqual([202, ""]);
}

const unlink = async (kakaoId: string, change: Record<string, string> = {}) =>
  (await takeUnlink(unlinkRequest(kakaoId, change))).status;
const usersOf = (kakaoId: string) =>
  database.rows<Record<string, unknown>>('SELECT * FROM "User" WHERE "kakaoId" = $1', [kakaoId]);
/** Without those that are always there. */
const jobs = () => database.rows(`SELECT * FROM "Job" WHERE "kakaoId" IS NOT NULL`);
const makeDue = () =>
  database.rows(
    `UPDATE "Job" SET "dueAt" = now(), "leasedUntil" = NULL WHERE "kakaoId" IS NOT NULL`,
  );
const timesAsked = () => kakao.hits.filter(({ url }) => url.pathname === "/v2/user/me").length;

describe("an unlink", () => {
  test("ends all sessions at once, and the user when Kakao has confirmed it (WH-7, DEC-6)", async () => {
    const { kakaoId, userId, isSignedIn } = await signIn();
    expect(await unlink(kakaoId)).toBe(200);
    expect(await isSignedIn()).toBe(false);
    expect(await usersOf(kakaoId)).toHaveLength(1);
    expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
    expect(await usersOf(kakaoId)).toEqual([]);
    expect(await jobs()).toEqual([]);
    expect(await database.rows('SELECT * FROM "Withdrawal"')).toEqual([
      expect.objectContaining({ id: userId, reason: "unlinked", unlinkedAt: expect.any(Date) }),
    ]);
    expect(JSON.stringify(log.mock.calls)).not.toContain(kakaoId);
  });

  test("that is old destroys nobody who is linked again (WH-6)", async () => {
    const { kakaoId, userId, isSignedIn } = await signIn();
    linked.set(kakaoId, {});
    expect(await unlink(kakaoId)).toBe(200);
    expect(await isSignedIn()).toBe(false);
    expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
    expect(await usersOf(kakaoId)).toEqual([expect.objectContaining({ id: userId })]);
  });

  test("destroys nobody while Kakao is away, and is not forgotten (WH-4, WH-6)", async () => {
    const { kakaoId } = await signIn();
    const answer = answering(503, { msg: "down", code: -1 });
    kakao.answer(answer);
    await unlink(kakaoId);
    expect(await runDueJobs(1000)).toMatchObject({ done: 0 });
    expect(await usersOf(kakaoId)).toHaveLength(1);
    expect(await jobs()).toHaveLength(1);
  });

  test("a hundred at once are one job, and one end (WH-5)", async () => {
    const { kakaoId } = await signIn();
    const all = await Promise.all(Array.from({ length: 100 }, () => unlink(kakaoId)));
    expect(new Set(all)).toEqual(new Set([200]));
    expect(await jobs()).toHaveLength(1);
    await runDueJobs(1000);
    expect(timesAsked()).toBe(1);
    expect(await database.rows('SELECT * FROM "Withdrawal"')).toHaveLength(1);
  });

  test("that comes while Kakao is being asked about an older one is asked about anew (WH-6)", async () => {
    const { kakaoId } = await signIn();
    linked.set(kakaoId, {});
    await unlink(kakaoId);
    whenAsked = async () => {
      // Kakao has made up its answer; now the real unlink happens, and is told.
      whenAsked = async () => null;
      linked.delete(kakaoId);
      await unlink(kakaoId);
    };
    await runDueJobs(2000);
    expect(await usersOf(kakaoId)).toEqual([]);
    expect(await jobs()).toEqual([]);
  });

  test("leaves alone whoever signs in while Kakao is asked, until it is asked again (WH-6)", async () => {
    const { kakaoId } = await signIn();
    await unlink(kakaoId);
    whenAsked = async () => {
      whenAsked = async () => null;
      await signIn(kakaoId);
      linked.set(kakaoId, {});
    };
    expect(await runDueJobs(1000)).toEqual({ done: 0, failed: 1 });
    await makeDue();
    expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
    expect(await usersOf(kakaoId)).toHaveLength(1);
  });

  test.each(["before", "after"])(
    "a worker that dies %s the delete leaves it to the next one (WH-4, P2)",
    async (moment) => {
      const { kakaoId } = await signIn();
      await unlink(kakaoId);
      // What a dead worker leaves behind: a lease, and its work done or not.
      await database.rows(
        `UPDATE "Job" SET "attempts" = 1, "leasedUntil" = now() + interval '60 seconds'`,
      );
      if (moment === "after") await database.rows('DELETE FROM "User"');
      expect(await runDueJobs(200)).toEqual({ done: 0, failed: 0 });
      await database.rows(`UPDATE "Job" SET "leasedUntil" = now() - interval '1 second'`);
      expect(await runDueJobs(1000)).toEqual({ done: 1, failed: 0 });
      expect(await usersOf(kakaoId)).toEqual([]);
      expect(await jobs()).toEqual([]);
    },
  );

  test("of somebody unknown waits for a sign-in that may be under way (WH-4)", async () => {
    const kakaoId = newKakaoId();
    expect(await unlink(kakaoId)).toBe(200);
    expect(await runDueJobs(200)).toEqual({ done: 0, failed: 0 });
    await signIn(kakaoId);
    await makeDue();
    await runDueJobs(1000);
    expect(await usersOf(kakaoId)).toEqual([]);
  });

  test("that reaches us before our own errand is done counts as its confirmation", async () => {
    const kakaoId = newKakaoId();
    const { personHashOf } = await import("#lib/users/pseudonym");
    await database.rows(
      `INSERT INTO "Withdrawal" ("id", "reason", "personHash") VALUES ($1, 'withdrawn', $2)`,
      [randomUUID(), personHashOf(kakaoId)],
    );
    await unlink(kakaoId);
    linked.set(kakaoId, {});
    await makeDue();
    await runDueJobs(1000);
    expect(await database.rows('SELECT "unlinkedAt" FROM "Withdrawal"')).toEqual([
      { unlinkedAt: null },
    ]);
    linked.delete(kakaoId);
    await unlink(kakaoId);
    await makeDue();
    await runDueJobs(1000);
    expect(await database.rows('SELECT "unlinkedAt" FROM "Withdrawal"')).toEqual([
      { unlinkedAt: expect.any(Date) },
    ]);
  });

  test("that cannot be stored is no 200 (DEC-5)", async () => {
    const { kakaoId } = await signIn();
    await database.rows('ALTER TABLE "Job" RENAME TO "Gone"');
    try {
      await expect(takeUnlink(unlinkRequest(kakaoId))).rejects.toThrow(DatabaseUnavailable);
    } finally {
      await database.rows('ALTER TABLE "Gone" RENAME TO "Job"');
    }
    expect(await database.rows('SELECT FROM "Session"')).toHaveLength(1);
  });
});

describe("an event", () => {
  test.each([2, 100])("%i times at once has one effect (WH-14)", async (count) => {
    const { kakaoId, isSignedIn } = await signIn();
    const jti = randomUUID();
    const requests = await Promise.all(
      Array.from({ length: count }, () => eventRequest(kakaoId, "oauth/user-unlinked", { jti })),
    );
    const answers = await Promise.all(requests.map(takeAccountState));
    expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(202));
    expect(await isSignedIn()).toBe(false);
    expect(await jobs()).toHaveLength(1);
    expect(await database.rows('SELECT * FROM "KakaoEvent"')).toHaveLength(1);
    await runDueJobs(1000);
    expect(await usersOf(kakaoId)).toEqual([]);
    // Somebody new, with the same Kakao id: the old event is known.
    await database.rows('DELETE FROM "Withdrawal"');
    const again = await signIn(kakaoId);
    await tell(kakaoId, "oauth/user-unlinked", { jti });
    expect(await again.isSignedIn()).toBe(true);
  });

  test("that is older than a week has no effect (WH-14)", async () => {
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
    await database.rows(`UPDATE "User" SET "connectedAt" = '2026-01-01T00:00:00Z'`);
    await tell(kakaoId, "user-profile-changed");
    await runDueJobs(1000);
    expect(await usersOf(kakaoId)).toEqual([expect.objectContaining({ nickname: "홍길동" })]);
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
});

describe("a disabled account", () => {
  test("is signed out, and kept out until it is enabled (WH-16)", async () => {
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

  test("a session that began at the same moment lives neither then nor later (WH-16)", async () => {
    const { kakaoId, userId } = await signIn();
    await tell(kakaoId, "risc/account-disabled", { at: -20 });
    const nothing = { replacedSessionId: null, browser: null, system: null };
    const sessionId = randomUUID();
    await saveSession({ ...nothing, sessionId, userId, flowId: randomUUID() });
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

  test("that was enabled since stays enabled, also when they sign in between (WH-15, K24)", async () => {
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

  test("whom we did not know yet is blocked once they are saved, the newest event first or last (WH-15)", async () => {
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
});
