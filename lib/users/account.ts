// What the account page says beyond the profile: since when, what was agreed to, what happened.
// Called by the page.
import "server-only";
import { query } from "../db";
import { orUnavailable } from "../http/unavailable";
import type { ConsentItem, ConsentState, Consents } from "../kakao/consents";
import { type Activity, isActivityKind } from "./activity";

export type { Activity, ActivityKind } from "./activity";
export type { ConsentItem, ConsentState, Consents };

export type Account = {
  memberSince: Date;
  consents: Consents;
  /** The newest first. */
  activities: Activity[];
};

const MOST_SHOWN = 50;

type Row = { memberSince: Date; consents: Consents } & {
  [Key in keyof Activity]: Activity[Key] | null;
};

/**
 * One statement. A person whose last line was deleted is still one row of it.
 *
 * @returns null when the person has left this moment; goes to /unavailable without a database
 */
export async function findAccount(userId: string): Promise<Account | null> {
  const rows = await orUnavailable(listRows(userId));
  const [first] = rows;
  if (!first) return null;
  const { memberSince, consents } = first;
  return { memberSince, consents, activities: rows.flatMap(toActivity) };
}

function listRows(userId: string): Promise<Row[]> {
  return query(
    (db) => db.$queryRaw<Row[]>`
      SELECT u."createdAt" AS "memberSince", u."consents",
             a."kind", a."at", a."browser", a."app", a."system"
      FROM "User" u LEFT JOIN LATERAL (
        SELECT * FROM "Activity" WHERE "userId" = u."id" ORDER BY "at" DESC LIMIT ${MOST_SHOWN}
      ) a ON true
      WHERE u."id" = ${userId}::uuid
      ORDER BY a."at" DESC`,
  );
}

/** A kind that a later version writes is not for this one to word. */
function toActivity({ kind, at, browser, app, system }: Row): Activity[] {
  return isActivityKind(kind) && at !== null ? [{ kind, at, browser, app, system }] : [];
}
