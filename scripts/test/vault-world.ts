// The vault on a real PostgreSQL, with a small Kakao that refreshes tokens. Called by the integration
// tests of lib/vault, once in each file.
import { afterAll, beforeEach, vi } from "vitest";
import type { TokensToKeep } from "#lib/kakao/token";
import { type Answer, answering, type LittleServer, startLittleServer } from "./little-server";
import { openDatabase } from "./open-database";

export const OWN = process.env.AUTH_SECRET;
export const OTHER = "YW5vdGhlci10ZXN0LW9ubHktc2VjcmV0LWZvci10aGUtdmF1bHQ=";
export const FRESH = { token_type: "bearer", access_token: "canary-access-2", expires_in: 21_599 };
export const DEAD = { error: "invalid_grant", error_code: "KOE322" };

/** The vault as a process of its own has it, with these secrets. */
export async function loadVault(current = OWN, earlier?: string) {
  vi.stubEnv("AUTH_SECRET", current);
  vi.stubEnv("AUTH_SECRET_1", earlier);
  vi.resetModules();
  const parts = await Promise.all([
    import("#lib/vault/save"),
    import("#lib/vault/access-token"),
    import("#lib/vault/kids"),
    import("#lib/vault/reencrypt"),
    import("#lib/vault/refresh-profile"),
    import("#lib/kakao/errors"),
  ]);
  return Object.assign({}, ...parts) as (typeof parts)[0] &
    (typeof parts)[1] &
    (typeof parts)[2] &
    (typeof parts)[3] &
    (typeof parts)[4] &
    (typeof parts)[5];
}

export type Vault = Awaited<ReturnType<typeof loadVault>>;

export const tokens = (change: Partial<TokensToKeep> = {}): TokensToKeep => ({
  accessToken: "canary-access-1",
  accessExpiresInSeconds: 21_599,
  refreshToken: "canary-refresh-1",
  refreshExpiresInSeconds: 5_183_999,
  scope: "openid profile_nickname",
  receivedAtMs: performance.now(),
  ...change,
});

export type Row = Record<"accessToken" | "refreshToken" | "kid", string> & Record<string, unknown>;

/** What Kakao says to a refresh: these in turn, the last one for ever. */
function refreshWith(kakao: LittleServer, answers: Answer[]): void {
  const left = answers.length > 0 ? answers : [answering(200, FRESH)];
  kakao.answer((response, hit) => {
    const answer = left.length > 1 ? left.shift() : left[0];
    answer?.(response, hit);
  });
}

export async function startVaultWorld() {
  const kakao = await startLittleServer();
  vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
  vi.stubEnv("KAKAO_API_URL", kakao.origin);
  vi.stubEnv("KAKAO_TOKEN_VAULT", "on");
  const database = openDatabase();
  const newUser = async (kakaoId = `${Math.floor(Math.random() * 1e15)}`): Promise<string> => {
    const [user] = await database.rows<{ id: string }>(
      `INSERT INTO "User" ("kakaoId") VALUES ($1) RETURNING "id"`,
      [kakaoId],
    );
    return user?.id ?? "";
  };
  const world = {
    kakao,
    database,
    newUser,
    /** Anew for each test, like the user and the log. */
    vault: await loadVault(),
    userId: "",
    logged: "",
    rows: () => database.rows<Row>('SELECT * FROM "KakaoToken" ORDER BY "userId"'),
    set: (what: string) => database.rows(`UPDATE "KakaoToken" SET ${what}`),
    hits: () => kakao.hits.filter(({ url }) => url.pathname === "/oauth/token"),
    refreshing: (...answers: Answer[]) => refreshWith(kakao, answers),
  };
  beforeEach(async () => {
    vi.restoreAllMocks();
    world.logged = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      world.logged += text;
      return true;
    });
    vi.stubEnv("KAKAO_TOKEN_VAULT", "on");
    await database.rows('DELETE FROM "User"');
    world.vault = await loadVault();
    world.userId = await newUser();
    world.refreshing();
  });
  afterAll(async () => {
    await database.close();
    await kakao.stop();
  });
  return world;
}
