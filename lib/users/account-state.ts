// What Kakao's events about an account do to the user's row and sessions. Called by lib/webhooks
// when an event arrives, and by lib/jobs once more for somebody who was unknown then.
import "server-only";
import { createHash } from "node:crypto";
import { query, type Sql, sql } from "../db";
import { askKakaoAbout, endSessionsOf, SIGN_IN_UNDER_WAY_SECONDS } from "./note-unlink";

/** What of ours Kakao's consent items stand for. */
export type ProfileField = "nickname" | "image" | "email";

export type AccountEffects = {
  endsSessions: boolean;
  state: "blocked" | "enabled" | null;
  /** The link has ended, says the event: Kakao will be asked. */
  asksWhetherLinked: boolean;
  /** The profile is to be taken from Kakao anew. */
  refreshes: boolean;
  drops: ProfileField[];
  /** Consent items that were withdrawn, by Kakao's ids. */
  withdrawn: string[];
};

export type AccountEvent = AccountEffects & { kakaoId: string; at: Date };

/**
 * In one statement: the event counts as seen, and everything that must hold at once holds; what
 * needs Kakao is a job. An event that was seen before does nothing (WH-14).
 *
 * @returns null for an event that was seen before
 * @throws DatabaseUnavailable: nothing has happened
 */
export async function saveAccountEvent(
  jti: string,
  event: AccountEvent,
): Promise<{ isKnown: boolean } | null> {
  const id = createHash("sha256").update(jti).digest("hex");
  const { at, kakaoId, ...effects } = event;
  const details = JSON.stringify({ ...effects, at: at.toISOString() });
  const matters = effects.endsSessions || effects.state !== null || effects.drops.length > 0;
  const fresh = sql`
    WITH fresh AS (
      INSERT INTO "KakaoEvent" ("id") VALUES (${id}) ON CONFLICT DO NOTHING RETURNING "id"
    ), later AS (
      INSERT INTO "Job" ("kind", "kakaoId", "details", "dueAt")
      SELECT 'account_state', ${kakaoId}, ${details}::jsonb,
             now() + ${SIGN_IN_UNDER_WAY_SECONDS} * interval '1 second'
      WHERE ${matters} AND EXISTS (SELECT FROM fresh)
        AND NOT EXISTS (SELECT FROM "User" WHERE "kakaoId" = ${kakaoId})
    )`;
  const [saved] = await query(
    (db) => db.$queryRaw<Array<{ isKnown: boolean; isNew: boolean }>>`
      ${fresh}, ${takeEffect(event, sql`EXISTS (SELECT FROM fresh)`)}
      SELECT EXISTS (SELECT FROM fresh) AS "isNew", EXISTS (SELECT FROM person) AS "isKnown"`,
  );
  return saved?.isNew ? { isKnown: saved.isKnown } : null;
}

/** The same once more, when a sign-in that was under way has made a user. Safe to repeat. */
export async function applyAccountEvent(event: AccountEvent): Promise<void> {
  await query(
    (db) => db.$executeRaw`
      WITH ${takeEffect({ ...event, asksWhetherLinked: false }, sql`true`)} SELECT 1`,
  );
}

/**
 * Pieces of a WITH. The newest event about the state wins, in whichever order they come; of two
 * from the same second the one that closes (WH-15). A session that began at the same moment as a
 * block must not come to life with its end, so that this, too, ends what there is.
 */
function takeEffect(event: AccountEvent, condition: Sql): Sql {
  const { kakaoId, at, state, endsSessions, asksWhetherLinked, refreshes, drops } = event;
  const blocks = state === "blocked";
  const person = sql`SELECT "id" FROM person`;
  return sql`
    person AS (
      SELECT "id", "blockedAt" FROM "User" WHERE "kakaoId" = ${kakaoId} AND ${condition}
    ), changed AS (
      UPDATE "User" u SET ${stateOf(event)} ${profileOf(event)}
        "saves" = u."saves" + CASE WHEN ${drops.length > 0} THEN 1 ELSE 0 END
      FROM person WHERE u."id" = person."id" AND ${state !== null || drops.length > 0}
        AND (${state === null} OR u."stateAt" IS NULL OR u."stateAt" < ${at}::timestamptz
          OR u."stateAt" = ${at}::timestamptz AND ${blocks})
      RETURNING u."id", ${blocks} OR person."blockedAt" IS NOT NULL AS "isClosed"
    ), ${endSessionsOf(sql`${person} WHERE ${endsSessions && state === null}
      UNION SELECT "id" FROM changed WHERE ${state !== null} AND "isClosed"`)},
    asked AS (${askKakaoAbout({ kind: "unlinked", kakaoId, condition: sql`${asksWhetherLinked} AND ${condition}` })}),
    refreshing AS (${askKakaoAbout({
      kind: "refresh",
      kakaoId,
      condition: sql`${refreshes} AND EXISTS (SELECT FROM person)`,
    })})`;
}

function stateOf({ state, at }: AccountEvent): Sql {
  if (state === null) return sql``;
  const blockedAt = state === "blocked" ? sql`${at}::timestamptz` : sql`NULL`;
  return sql`"blockedAt" = ${blockedAt}, "stateAt" = ${at}::timestamptz,`;
}

const NO_MORE: Record<ProfileField, Sql> = {
  nickname: sql`"nickname" = NULL,`,
  image: sql`"image" = NULL,`,
  email: sql`"email" = NULL,`,
};

function profileOf({ drops, withdrawn }: AccountEvent): Sql {
  // Kakao asks for it again as for any item that was never agreed to.
  const consents = JSON.stringify(Object.fromEntries(withdrawn.map((item) => [item, "askable"])));
  const fields = drops.reduce((all, field) => sql`${all} ${NO_MORE[field]}`, sql``);
  return withdrawn.length === 0
    ? fields
    : sql`${fields} "consents" = u."consents" || ${consents}::jsonb,`;
}
