// All that is kept about one person, for that person. Called by the download on /account.
import "server-only";
import { identifier, query, type Sql, sql } from "../db";
import { rateLimits } from "../http/rate-limits";
import { findSqlState } from "../sql-state";
import type { ActivityKind } from "./activity";
import { type Kept, type KeptName, kept } from "./personal-data";
import { personHashesOf } from "./pseudonym";

/** More of one thing than anybody reads: what has no limit of its own has this one. */
export const MOST_ROWS = 5000;
/** Columns of this name hold a moment; personal-data.test.ts holds the schema to it. */
export const MOMENT = /^at$|At$|Until$/;

type Row = Record<string, unknown>;
export type OwnData = {
  name: KeptName;
  /** Only columns that are shown; the newest first. */
  rows: Row[];
  /** False when there is more than is here. */
  isComplete: boolean;
};

type Whose = { userId: string; sessionId: string; kakaoId: string };

/**
 * Every row that leads to this user, by the one table; what only names or seals something stays in
 * the database. One statement reads it all, so that it is one moment's state, the line about this
 * download included: both are committed, or neither.
 *
 * @param sessionId whose browser it is, for that line
 * @returns null when the person has left
 * @throws DatabaseUnavailable
 */
export async function readOwnData(userId: string, sessionId: string): Promise<OwnData[] | null> {
  const kakaoId = await findKakaoId(userId);
  if (kakaoId === null) return null;
  const whose = { userId, sessionId, kakaoId };
  const found = await query((db) =>
    db.$transaction([
      db.$executeRaw(noteDownload(whose)),
      db.$queryRaw<Array<{ name: KeptName; rows: Row[] }>>(readAll(whose)),
    ]),
  ).then(([, parts]) => parts, ofWhoeverLeft);
  // Without the user's own row they have left since.
  if (!found?.some(({ name, rows }) => name === "account" && rows.length > 0)) return null;
  return found.map(({ name, rows }) => ({
    name,
    rows: rows.slice(0, MOST_ROWS),
    isComplete: rows.length <= MOST_ROWS,
  }));
}

/** It never changes: one user, one Kakao id. */
async function findKakaoId(userId: string): Promise<string | null> {
  const user = await query((db) =>
    db.user.findUnique({ where: { id: userId }, select: { kakaoId: true } }),
  );
  return user?.kakaoId ?? null;
}

/** The line refers to a user who is no more: then the database takes none of it. */
function ofWhoeverLeft(error: unknown): null {
  if (findSqlState(error) === "23503") return null;
  throw error;
}

function noteDownload({ userId, sessionId }: Whose): Sql {
  return sql`
    INSERT INTO "Activity" ("userId", "kind", "browser", "system")
    SELECT "userId", ${"downloaded" satisfies ActivityKind}, "browser", "system"
    FROM "Session" WHERE "id" = ${sessionId} AND "userId" = ${userId}::uuid`;
}

function readAll(whose: Whose): Sql {
  const [first = sql``, ...others] = kept.flatMap((one) => readPart(one, whose) ?? []);
  return others.reduce((all, part) => sql`${all} UNION ALL ${part}`, first);
}

function readPart(one: Kept, whose: Whose): Sql | null {
  const owner = ownerOf(one, whose);
  if (owner === null) return null;
  const [first = sql``, ...others] = shownOf(one).map(
    (column) => sql`${column}::text, ${show(column)}`,
  );
  const shown = others.reduce((all, pair) => sql`${all}, ${pair}`, first);
  return sql`
    SELECT ${one.name}::text AS "name", coalesce(json_agg(part."row"), '[]') AS "rows" FROM (
      SELECT json_build_object(${shown}) AS "row" FROM ${identifier(one.table)}
      WHERE ${owner} ORDER BY ${identifier(one.newestBy)} DESC LIMIT ${MOST_ROWS + 1}
    ) part`;
}

/** Null for what nothing leads to from a person. */
function ownerOf({ owner }: Kept, { userId, kakaoId }: Whose): Sql | null {
  switch (owner) {
    case null:
      return null;
    case "kakaoId":
      return sql`"kakaoId" = ${kakaoId}`;
    case "personHash":
      return sql`"personHash" = ANY(${personHashesOf(kakaoId)})`;
    case "flow":
      return sql`"id" IN (SELECT "flowId" FROM "Session" WHERE "userId" = ${userId}::uuid)`;
    case "subject":
      return isCounted(userId);
    default:
      return sql`${identifier(owner)} = ${userId}::uuid`;
  }
}

/** Attempts are counted by the user's number, or by that of an app's session. */
function isCounted(userId: string): Sql {
  const names = Object.values(rateLimits).map(({ name }) => name);
  return sql`"key" IN (
    SELECT "name" || ':' || "subject" FROM unnest(${names}::text[]) AS limits ("name"), (
      SELECT ${userId}::text UNION ALL
      SELECT "id"::text FROM "NativeSession" WHERE "userId" = ${userId}::uuid
    ) AS subjects ("subject"))`;
}

export function shownOf({ columns, hidden = [], owner }: Kept): readonly string[] {
  return owner === null ? [] : columns.filter((column) => !hidden.includes(column));
}

/** A moment is ISO 8601 in UTC, whatever the database's own time zone is. */
function show(column: string): Sql {
  const name = identifier(column);
  return MOMENT.test(column)
    ? sql`to_char(${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : name;
}
