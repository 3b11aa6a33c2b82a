// Native sessions on a real PostgreSQL: started, rotated, repeated, reused, aged and ended
// (NX-7, ST-6, ST-7, SE-5).
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { listDevices } from "#lib/session/devices";
import { endNativeSessionOf } from "#lib/session/native-rows";
import {
  findBearerUser,
  type NativeTokens,
  readOwnRefreshToken,
  refreshNativeSession,
  revokeNativeSession,
  startNativeSession,
} from "#lib/session/native-tokens";
import { makeRefreshToken } from "#lib/session/refresh-token";
import { endAllSessions } from "#lib/session/rows";
import { signOutDevice } from "#lib/session/sign-out";
import { claimIdToken } from "#lib/session/used-id-tokens";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
beforeEach(() => database.rows('DELETE FROM "User"'));

const PROFILE = { nickname: "홍길동", image: null, email: null };

async function newUser() {
  const [user] = await database.rows<{ id: string }>(
    `INSERT INTO "User" ("kakaoId", "nickname") VALUES ($1, '홍길동') RETURNING "id"`,
    [randomUUID()],
  );
  return { id: user?.id ?? "", ...PROFILE };
}

async function start() {
  const user = await newUser();
  return { user, tokens: await startNativeSession(user, new Headers()) };
}

function claimsOf(token: string) {
  const claims = readOwnRefreshToken(token);
  if (!claims) throw new Error("not a refresh token of ours");
  return claims;
}

const refresh = (token: string) => refreshNativeSession(token, claimsOf(token));
const sessionIdOf = ({ refreshToken }: NativeTokens) => claimsOf(refreshToken).sessionId;
const whoIs = ({ accessToken }: NativeTokens) => findBearerUser(`Bearer ${accessToken}`);

async function refreshed(token: string): Promise<NativeTokens> {
  const tokens = await refresh(token);
  if (!tokens || !("user" in tokens)) throw new Error("was not refreshed");
  return tokens;
}

const age = (tokens: NativeTokens, column: string, interval: string) =>
  database.rows(
    `UPDATE "NativeSession" SET "${column}" = now() + interval '${interval}' WHERE "id" = $1`,
    [sessionIdOf(tokens)],
  );
const rowCount = async () => (await database.rows('SELECT 1 FROM "NativeSession"')).length;

test("a session's access token names its user, and the table holds no token (SE-5)", async () => {
  const { user, tokens } = await start();
  expect(await whoIs(tokens)).toEqual(user);
  const dump = JSON.stringify(await database.rows('SELECT * FROM "NativeSession"'));
  expect(dump).not.toContain(tokens.refreshToken);
  expect(dump).not.toContain(tokens.refreshToken.split(".").at(-1));
  expect(dump).not.toContain(tokens.accessToken);
});

test.each(["", "Bearer", "Bearer ", "Bearer %", "Basic eDp5", "Bearer a.b.c", "Bearer a b"])(
  "%j is nobody",
  async (authorization) => {
    expect(await findBearerUser(authorization)).toBeNull();
  },
);

describe("rotation", () => {
  test("each token gives the next, and the access token before it lives on", async () => {
    const { user, tokens } = await start();
    const second = await refreshed(tokens.refreshToken);
    const third = await refreshed(second.refreshToken);
    const all = [tokens, second, third];
    expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(3);
    for (const one of all) expect(await whoIs(one)).toEqual(user);
    expect(third.user).toEqual(user);
    expect(await rowCount()).toBe(1);
  });

  test("a lost answer may be asked for again within ten seconds, and is the same", async () => {
    const { tokens } = await start();
    const second = await refreshed(tokens.refreshToken);
    await age(tokens, "rotatedAt", "-9 seconds");
    expect((await refreshed(tokens.refreshToken)).refreshToken).toBe(second.refreshToken);
    expect(await refreshed(second.refreshToken), "and its successor goes on").toBeTruthy();
  });

  test.each([2, 20])("%i at once all succeed and get the same successor", async (count) => {
    const { tokens } = await start();
    const all = await Promise.all(
      Array.from({ length: count }, () => refreshed(tokens.refreshToken)),
    );
    expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    expect(await refreshed(all[0]?.refreshToken ?? "")).toBeTruthy();
  });

  test("through two pools, as on two instances", async () => {
    const { tokens } = await start();
    const first = Array.from({ length: 10 }, () => refreshed(tokens.refreshToken));
    Reflect.deleteProperty(globalThis, "humblebugPrisma");
    const second = Array.from({ length: 10 }, () => refreshed(tokens.refreshToken));
    const all = await Promise.all([...first, ...second]);
    expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(1);
  });
});

describe("reuse ends the session", () => {
  test("of the previous token after ten seconds", async () => {
    const { user, tokens } = await start();
    const second = await refreshed(tokens.refreshToken);
    await age(tokens, "rotatedAt", "-11 seconds");
    expect(await refresh(tokens.refreshToken)).toEqual({ reusedOf: user.id });
    expect(await whoIs(second), "the access token with it").toBeNull();
    expect(await refresh(second.refreshToken)).toBeNull();
    expect(await refresh(tokens.refreshToken)).toBeNull();
    expect(await rowCount()).toBe(0);
  });

  test("of an older one at once, every time", async () => {
    for (let times = 0; times < 20; times += 1) {
      const { user, tokens } = await start();
      const second = await refreshed(tokens.refreshToken);
      await refreshed(second.refreshToken);
      expect(await refresh(tokens.refreshToken)).toEqual({ reusedOf: user.id });
    }
  });

  test("and no other session of the same person", async () => {
    const { user, tokens } = await start();
    const other = await startNativeSession(user, new Headers());
    await refreshed(tokens.refreshToken);
    await age(tokens, "rotatedAt", "-1 minute");
    await refresh(tokens.refreshToken);
    expect(await whoIs(other)).toEqual(user);
  });
});

test("a token of a generation that never was changes nothing (D13)", async () => {
  const { tokens } = await start();
  const ahead = makeRefreshToken({ sessionId: sessionIdOf(tokens), generation: 7 });
  expect(await refresh(ahead)).toBeNull();
  expect(await refreshed(tokens.refreshToken)).toBeTruthy();
});

describe("a session past its time is over (ST-7)", () => {
  test.each([
    ["lastUsedAt", "-30 days -1 second"],
    ["expiresAt", "-1 second"],
  ])("%s %s", async (column, interval) => {
    const { user, tokens } = await start();
    await age(tokens, column, interval);
    expect(await whoIs(tokens)).toBeNull();
    expect(await refresh(tokens.refreshToken)).toBeNull();
    expect(await listDevices(user.id, "")).toEqual([]);
    await startNativeSession(user, new Headers());
    expect(await rowCount(), "and is swept by the next one").toBe(1);
  });

  test("ninety days after its start, however busy it was", async () => {
    const { tokens } = await start();
    const end = async () =>
      (await database.rows<{ expiresAt: Date }>('SELECT "expiresAt" FROM "NativeSession"'))[0]
        ?.expiresAt;
    const before = await end();
    expect(Number(before) - Date.now()).toBeGreaterThan(89.9 * 86_400_000);
    expect(Number(before) - Date.now()).toBeLessThanOrEqual(90 * 86_400_000);
    await refreshed(tokens.refreshToken);
    expect(await end()).toEqual(before);
  });

  test("a refresh moves the idle end", async () => {
    const { tokens } = await start();
    await age(tokens, "lastUsedAt", "-29 days");
    const second = await refreshed(tokens.refreshToken);
    await age(tokens, "lastUsedAt", "-1 day");
    expect(await whoIs(second)).not.toBeNull();
  });
});

describe("ending one", () => {
  test("by its token, an old one too; twice is no error", async () => {
    const { user, tokens } = await start();
    const second = await refreshed(tokens.refreshToken);
    expect(await revokeNativeSession(claimsOf(tokens.refreshToken))).toBe(user.id);
    expect(await revokeNativeSession(claimsOf(second.refreshToken))).toBeNull();
    expect(await whoIs(second)).toBeNull();
  });

  test("by its owner from the list of devices, and by nobody else (ST-13)", async () => {
    const { user, tokens } = await start();
    const stranger = await newUser();
    const id = sessionIdOf(tokens);
    const form = (userId: string) => ({ userId, sessionId: "x" });
    expect(await endNativeSessionOf(stranger.id, id)).toBe(false);
    expect(await signOutDevice(form(stranger.id), id)).toBe(false);
    expect(await whoIs(tokens)).not.toBeNull();
    expect(await signOutDevice(form(user.id), id)).toBe(true);
    expect(await whoIs(tokens)).toBeNull();
  });

  test("everywhere ends the apps too, one's own alone", async () => {
    const [mine, theirs] = [await start(), await start()];
    await endAllSessions(mine.user.id, "signed_out_everywhere");
    expect(await whoIs(mine.tokens)).toBeNull();
    expect(await whoIs(theirs.tokens)).not.toBeNull();
  });

  test("with its user it is gone (WD-3)", async () => {
    const { tokens } = await start();
    await database.rows('DELETE FROM "User"');
    expect(await whoIs(tokens)).toBeNull();
    expect(await refresh(tokens.refreshToken)).toBeNull();
  });
});

test("an app is a device with a name", async () => {
  const user = await newUser();
  const headers = new Headers({ "user-agent": "Humblebug/1.2 CFNetwork/1498 Darwin/23" });
  const tokens = await startNativeSession(user, headers);
  expect(await listDevices(user.id, "")).toEqual([
    {
      id: sessionIdOf(tokens),
      kind: "app",
      browser: null,
      app: "Humblebug",
      system: "iOS",
      signedInAt: expect.any(Date),
      lastSeenAt: expect.any(Date),
      isCurrent: false,
    },
  ]);
});

describe("an id_token is good for one time (NX-4)", () => {
  const later = () => new Date(Date.now() + 60_000);

  test("of many at once exactly one is the first", async () => {
    const token = `a.${randomUUID()}.signature`;
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => claimIdToken(token, later())),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("another spelling of the signature is the same token", async () => {
    const signed = `a.${randomUUID()}`;
    expect(await claimIdToken(`${signed}.AAAA`, later())).toBe(true);
    expect(await claimIdToken(`${signed}.AAAB`, later())).toBe(false);
  });

  test("one that names an end far away is remembered for a day, which is long enough", async () => {
    const token = `far.${randomUUID()}.x`;
    await claimIdToken(token, new Date(Date.now() + 9 * 24 * 60 * 60 * 1000));
    const rows = await database.rows(
      `SELECT FROM "UsedIdToken" WHERE "expiresAt" > now() + interval '24 hours'`,
    );
    expect(rows).toEqual([]);
    expect(await claimIdToken(token, later())).toBe(false);
  });

  test("those past their end are forgotten in passing", async () => {
    await claimIdToken(`old.${randomUUID()}.x`, new Date(Date.now() - 1000));
    await claimIdToken(`new.${randomUUID()}.x`, later());
    const rows = await database.rows('SELECT 1 FROM "UsedIdToken" WHERE "expiresAt" <= now()');
    expect(rows).toEqual([]);
  });
});
