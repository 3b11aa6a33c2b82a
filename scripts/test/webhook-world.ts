// People with sessions, a little Kakao that says who is linked, and both webhooks as Kakao sends
// them, on a real PostgreSQL. Called by the integration tests of lib/webhooks, once in each file.
import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeEach, expect, vi } from "vitest";
import { findNativeUser, saveNativeSession } from "#lib/session/native-rows";
import { findLiveSession, saveSession } from "#lib/session/rows";
import { saveKakaoUser } from "#lib/users/save-from-kakao";
import { takeAccountState } from "#lib/webhooks/account-state";
import { takeUnlink } from "#lib/webhooks/unlink";
import { answering, type LittleServer, startLittleServer } from "./little-server";
import { type OpenDatabase, openDatabase } from "./open-database";

const ADMIN_KEY = "fedcba9876543210fedcba9876543210";
const REST_KEY = "0123456789abcdef0123456789abcdef";
const SITE = "http://localhost:3199";
const keys = await generateKeyPair("RS256", { extractable: true });
const publicKey = { ...(await exportJWK(keys.publicKey)), kid: "one", use: "sig" };

type Linked = { nickname?: string; connectedAt?: string };
type EventOptions = { at?: number; jti?: string; said?: object; iat?: number };

export const newKakaoId = () => String(Math.floor(Math.random() * 1e12) + 1e12);
export const newDevice = () => ({ replacedSessionId: null, browser: null, system: null });

/** Somebody with a session in a browser and one in an app. */
export async function signIn(kakaoId = newKakaoId(), nickname = "홍길동") {
  const person = { kakaoId, nickname, image: null, email: "a@kakao.test" };
  const { id: userId } = await saveKakaoUser(person);
  const sessionId = randomUUID();
  await saveSession({ ...newDevice(), sessionId, userId, flowId: randomUUID() });
  const appSessionId = randomUUID();
  const app = { userId, refreshHash: "one", app: null, system: null };
  await saveNativeSession({ ...app, sessionId: appSessionId });
  const isSignedIn = async () =>
    (await findLiveSession(sessionId, userId)) !== null &&
    (await findNativeUser(appSessionId, userId)) !== null;
  return { kakaoId, userId, sessionId, appSessionId, isSignedIn };
}

export function unlinkRequest(kakaoId: string): Request {
  const body = new URLSearchParams({ app_id: "100001", user_id: kakaoId });
  const authorization = `KakaoAK ${ADMIN_KEY}`;
  const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
  return new Request(`${SITE}/api/webhooks/kakao/unlink`, { method: "POST", headers, body });
}

export const unlink = async (kakaoId: string) => (await takeUnlink(unlinkRequest(kakaoId))).status;

/** As Kakao signs it; the name says which of its vocabularies it is of. */
async function eventRequest(
  issuer: string,
  kakaoId: string,
  [name, options]: [string, EventOptions],
) {
  const { at = 0, jti = randomUUID(), said = {}, iat = 0 } = options;
  const now = Math.floor(Date.now() / 1000);
  const prefix = name.startsWith("user-profile")
    ? "https://schemas.kakao.com/platevent/kakao"
    : `https://schemas.openid.net/secevent/${name.split("/")[0]}`;
  const uri = `${prefix}/event-type/${name.split("/").at(-1)}`;
  const subject = { subject_type: "iss-sub", iss: issuer, sub: kakaoId };
  const claims = { events: { [uri]: { subject, ...said } }, toe: now + at, jti, iat: now + iat };
  const body = await new SignJWT({ iss: issuer, aud: REST_KEY, sub: kakaoId, ...claims })
    .setProtectedHeader({ alg: "RS256", typ: "secevent+jwt", kid: "one" })
    .sign(keys.privateKey);
  const headers = { "content-type": "application/secevent+jwt" };
  return new Request(`${SITE}/api/webhooks/kakao/account-state`, { method: "POST", headers, body });
}

function answerAsKakao(kakao: LittleServer, linked: Map<string, Linked>, asked: Asked): void {
  kakao.answer(async (response, hit) => {
    if (hit.url.pathname === "/.well-known/jwks.json")
      return answering(200, { keys: [publicKey] })(response, hit);
    const id = new URLSearchParams(hit.body).get("target_id") ?? "";
    const person = linked.get(id);
    await asked.before();
    if (!person) return answering(400, { msg: "not registered", code: -101 })(response, hit);
    const profile = { nickname: person.nickname ?? "홍길동" };
    const body = { connected_at: person.connectedAt, kakao_account: { profile } };
    return answering(200, `{"id":${id},${JSON.stringify(body).slice(1)}`)(response, hit);
  });
}

/** What happens once when Kakao is asked, after it has made up its answer and before it gives it. */
type Asked = { before: () => Promise<unknown> };

function rowsOf(database: OpenDatabase) {
  return {
    usersOf: (kakaoId: string) =>
      database.rows<Record<string, unknown>>('SELECT * FROM "User" WHERE "kakaoId" = $1', [
        kakaoId,
      ]),
    /** Without those that are always there. */
    jobs: () => database.rows(`SELECT * FROM "Job" WHERE "kakaoId" IS NOT NULL`),
    makeDue: () =>
      database.rows(
        `UPDATE "Job" SET "dueAt" = now(), "leasedUntil" = NULL WHERE "kakaoId" IS NOT NULL`,
      ),
  };
}

export async function startWebhookWorld() {
  const kakao = await startLittleServer();
  vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
  vi.stubEnv("KAKAO_API_URL", kakao.origin);
  const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const database = openDatabase();
  /** Who is linked at Kakao, by id; everybody else is not. */
  const linked = new Map<string, Linked>();
  const asked: Asked = { before: async () => null };
  beforeEach(async () => {
    linked.clear();
    asked.before = async () => null;
    answerAsKakao(kakao, linked, asked);
    for (const table of ["User", "Job", "Withdrawal", "KakaoEvent"])
      await database.rows(`DELETE FROM "${table}"`);
  });
  afterAll(async () => {
    await kakao.stop();
    await database.close();
  });
  const makeEvent = (kakaoId: string, name: string, options: EventOptions = {}) =>
    eventRequest(kakao.origin, kakaoId, [name, options]);
  const tell = async (...event: Parameters<typeof makeEvent>) => {
    const answer = await takeAccountState(await makeEvent(...event));
    expect([answer.status, await answer.text()]).toEqual([202, ""]);
  };
  const whenAskedOnce = (work: () => Promise<unknown>) => {
    asked.before = () => {
      asked.before = async () => null;
      return work();
    };
  };
  const timesAsked = () => kakao.hits.filter(({ url }) => url.pathname === "/v2/user/me").length;
  const { rows } = database;
  return {
    kakao,
    log,
    rows,
    linked,
    whenAskedOnce,
    makeEvent,
    tell,
    timesAsked,
    ...rowsOf(database),
  };
}
