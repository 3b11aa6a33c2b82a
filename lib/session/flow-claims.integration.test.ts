// A trip to Kakao is usable once, on every instance together (CB-2, CB-12, I6).
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import {
  claimFlow,
  findFlowOutcome,
  findFlowUserId,
  settleFailedFlow,
} from "#lib/session/flow-claims";
import { saveSession } from "#lib/session/rows";
import { openDatabase } from "#scripts/test/open-database";

const database = openDatabase();
afterAll(database.close);
beforeEach(async () => {
  await database.rows('DELETE FROM "User"');
  await database.rows('DELETE FROM "SignInFlow"');
});

const claims = () => database.rows<{ id: string }>('SELECT * FROM "SignInFlow" ORDER BY "id"');
const forget = (id: string) =>
  database.rows(
    `UPDATE "SignInFlow" SET "expiresAt" = now() - interval '1 second' WHERE "id" = $1`,
    [id],
  );

async function signIn(flowId: string, sessionId = randomUUID()) {
  const [user] = await database.rows<{ id: string }>(
    'INSERT INTO "User" ("kakaoId") VALUES ($1) RETURNING "id"',
    [randomUUID()],
  );
  const userId = user?.id ?? "";
  const nothing = { replacedSessionId: null, browser: null, system: null };
  await saveSession({ sessionId, userId, flowId, ...nothing });
  return { userId, sessionId };
}

describe("of many claims of one trip exactly one is the first", () => {
  test.each([2, 50])("%i at once", async (count) => {
    const all = await Promise.all(Array.from({ length: count }, () => claimFlow("flow")));
    expect(all.filter(({ isFirst }) => isFirst)).toHaveLength(1);
    expect(await claims()).toHaveLength(1);
  });

  test("through two pools, as on two instances", async () => {
    const half = () => Array.from({ length: 25 }, () => claimFlow("flow"));
    const first = half();
    Reflect.deleteProperty(globalThis, "humblebugPrisma");
    const all = await Promise.all([...first, ...half()]);
    expect(all.filter(({ isFirst }) => isFirst)).toHaveLength(1);
  });

  test("one after another; a later claim is told how the trip ended", async () => {
    expect(await claimFlow("flow")).toEqual({ isFirst: true, outcome: null });
    expect(await claimFlow("flow")).toEqual({ isFirst: false, outcome: null });
    await settleFailedFlow("flow", "kakao_unavailable");
    expect(await claimFlow("flow")).toEqual({ isFirst: false, outcome: "kakao_unavailable" });
    await signIn("flow");
    expect(await claimFlow("flow")).toEqual({ isFirst: false, outcome: "signed_in" });
  });

  test("different trips do not touch each other", async () => {
    const all = await Promise.all(Array.from({ length: 50 }, (_, n) => claimFlow(`flow-${n}`)));
    expect(all.filter(({ isFirst }) => !isFirst)).toEqual([]);
  });
});

describe("a used trip is remembered longer than its cookie lives, and then forgotten", () => {
  test("for a quarter of an hour", async () => {
    await claimFlow("flow");
    const [row] = await database.rows(
      `SELECT extract(epoch FROM "expiresAt" - now())::int AS "seconds" FROM "SignInFlow"`,
    );
    expect(row?.seconds).toBeGreaterThan(14 * 60);
    expect(row?.seconds).toBeLessThanOrEqual(15 * 60);
  });

  test("twenty forgotten ones go with each claim, the oldest first", async () => {
    await database.rows(
      `INSERT INTO "SignInFlow" ("id", "expiresAt")
       SELECT lpad(n::text, 2, '0'), now() - n * interval '1 minute' FROM generate_series(1, 30) n`,
    );
    await claimFlow("flow");
    const left = (await claims()).map(({ id }) => id);
    expect(left).toEqual([
      ...Array.from({ length: 10 }, (_, n) => `${n + 1}`.padStart(2, "0")),
      "flow",
    ]);
    await claimFlow("flow-2");
    expect(await claims()).toHaveLength(2);
  });

  test("one that is still remembered stays", async () => {
    await claimFlow("one");
    await claimFlow("two");
    expect(await claims()).toHaveLength(2);
  });

  test("a trip that comes back just as it is forgotten is not new in that moment", async () => {
    await claimFlow("flow");
    await forget("flow");
    expect(await claimFlow("flow")).toMatchObject({ isFirst: false });
  });
});

describe("the outcome of a trip", () => {
  test("is unknown while it runs, and for a trip that nobody claimed", async () => {
    await claimFlow("flow");
    expect(await findFlowOutcome("flow")).toBeNull();
    expect(await findFlowOutcome("unknown")).toBeNull();
  });

  test("is the first refusal, and no later one", async () => {
    await claimFlow("flow");
    await settleFailedFlow("flow", "cancelled");
    await settleFailedFlow("flow", "kakao_unavailable");
    expect(await findFlowOutcome("flow")).toBe("cancelled");
  });

  test("is signed_in with the session, and no refusal changes that", async () => {
    await claimFlow("flow");
    await claimFlow("other");
    await signIn("flow");
    await settleFailedFlow("flow", "unknown");
    expect(await findFlowOutcome("flow")).toBe("signed_in");
    expect(await findFlowOutcome("other")).toBeNull();
  });
});

describe("the person whom a trip signed in", () => {
  test("is named for the very session of that trip", async () => {
    const { userId, sessionId } = await signIn("flow");
    const another = await signIn("other");
    expect(await findFlowUserId("flow", sessionId)).toBe(userId);
    expect(await findFlowUserId("flow", another.sessionId)).toBeNull();
    expect(await findFlowUserId("other", sessionId)).toBeNull();
  });

  test("is nobody once that session has ended", async () => {
    const { sessionId } = await signIn("flow");
    await database.rows('DELETE FROM "Session"');
    expect(await findFlowUserId("flow", sessionId)).toBeNull();
  });
});
