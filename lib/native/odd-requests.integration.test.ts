// Ten thousand requests that no app sends, to the handlers themselves with a real database behind
// them: each is refused in words, none with a 5xx, and nothing of theirs is kept (NX-6, ST-9, IN-2,
// IN-4). Fewer go through the whole server: e2e/fuzz.api.spec.ts.
import { randomUUID } from "node:crypto";
import { afterAll, expect, test, vi } from "vitest";
import { type Handler, HttpError, handleErrors } from "#lib/http/errors";
import { exchangeKakaoToken } from "#lib/native/exchange";
import { refreshTokens, revokeTokens } from "#lib/native/refresh";
import { findBearerUser, startNativeSession } from "#lib/session/native-tokens";
import { answering, startLittleServer } from "#scripts/test/little-server";
import { fuzzSeed, type OddRequest, OddRequests } from "#scripts/test/odd-requests";
import { openDatabase } from "#scripts/test/open-database";

const REQUESTS = 10_000;
const AT_ONCE = 16;
const SITE = "http://localhost:3199";

const kakao = await startLittleServer();
kakao.answer(answering(401, { msg: "this access token does not exist", code: -401 }));
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
vi.stubEnv("TRUSTED_PROXY_HOPS", "1");
vi.spyOn(process.stdout, "write").mockReturnValue(true);
const database = openDatabase();

afterAll(async () => {
  await kakao.stop();
  await database.close();
});

async function answerMe({ headers }: Request): Promise<Response> {
  const user = await findBearerUser(headers.get("authorization") ?? "");
  if (!user) throw new HttpError(401, "UNAUTHENTICATED");
  return Response.json({ user });
}

const handlers = new Map<string, Handler>([
  ["/api/token", handleErrors(exchangeKakaoToken)],
  ["/api/token/refresh", handleErrors(refreshTokens)],
  ["/api/token/revoke", handleErrors(revokeTokens)],
  ["/api/me", handleErrors(answerMe)],
]);

/** The methods are Next.js's to tell apart, so every request is a POST here. */
function answer({ path, headers, body }: OddRequest): Promise<Response> {
  const url = new URL(path, SITE);
  const handle = handlers.get(url.pathname);
  if (!handle) throw new Error(`nobody answers ${path}`);
  return Promise.resolve(handle(new Request(url, { method: "POST", headers, body })));
}

async function newUser() {
  const [user] = await database.rows<{ id: string }>(
    `INSERT INTO "User" ("kakaoId") VALUES ($1) RETURNING "id"`,
    [randomUUID()],
  );
  return { id: user?.id ?? "", nickname: null, image: null, email: null };
}

test("ten thousand odd requests are each refused in words", { timeout: 120_000 }, async () => {
  const session = await startNativeSession(await newUser(), new Headers());
  const { accessToken, refreshToken } = await startNativeSession(await newUser(), new Headers());
  const before = await database.rows('SELECT * FROM "NativeSession" ORDER BY "id"');
  const seed = fuzzSeed();
  const junk = [accessToken.slice(0, -4), `${refreshToken}x`, "x".repeat(64)];
  const odd = new OddRequests({ seed, tokens: junk, origin: SITE });
  const seen = new Set<number>();
  const work = async () => {
    for (let times = 0; times < REQUESTS / AT_ONCE; times += 1) {
      const sent = odd.next();
      const { status, headers, body } = await answer(sent).then(async (response) => ({
        status: response.status,
        headers: response.headers,
        body: await response.text(),
      }));
      seen.add(status);
      const told = `FUZZ_SEED=${seed}: ${JSON.stringify(sent)} → ${status} ${body}`;
      expect(status, told).toBeGreaterThanOrEqual(400);
      expect(status, told).toBeLessThan(500);
      expect(headers.get("set-cookie"), told).toBeNull();
      expect(JSON.parse(body).message, told).toMatch(/^[A-Z_]+$/);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect([...seen]).toEqual(expect.arrayContaining([400, 401, 403, 404, 413, 415]));
  expect(await database.rows('SELECT * FROM "NativeSession" ORDER BY "id"')).toEqual(before);
  expect(await findBearerUser(`Bearer ${session.accessToken}`)).toEqual(session.user);
});
