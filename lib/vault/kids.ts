// Which keys seal what is in the table. Called by readiness, save.ts and reencrypt.ts.
import "server-only";
import { query, sql } from "../db";
import { currentKid, knownKids } from "./seal";

/** From one key id to the next over the index: as fast with a million rows as with ten. */
export const distinctKids = sql`
  (SELECT "kid" FROM "KakaoToken" ORDER BY "kid" LIMIT 1)
  UNION ALL
  SELECT (SELECT t."kid" FROM "KakaoToken" t WHERE t."kid" > kids."kid" ORDER BY t."kid" LIMIT 1)
  FROM kids WHERE kids."kid" IS NOT NULL`;

/** Key ids of rows that no key of ours opens: a secret is wrong, or was removed too early (P6). */
export async function findForeignKids(): Promise<string[]> {
  const rows = await query(
    (db) => db.$queryRaw<Array<{ kid: string }>>`
      WITH RECURSIVE kids("kid") AS (${distinctKids})
      SELECT "kid" FROM kids WHERE "kid" <> ALL(${knownKids()})`,
  );
  return rows.map(({ kid }) => kid);
}

export type KidCount = { kid: string; rows: number; isCurrent: boolean; opens: boolean };

/** How many rows each key seals: a secret may go once its key seals none (SE-2). */
export async function countTokensByKid(): Promise<KidCount[]> {
  const counts = await query(
    (db) => db.$queryRaw<Array<{ kid: string; rows: number }>>`
      SELECT "kid", count(*)::int AS "rows" FROM "KakaoToken" GROUP BY "kid" ORDER BY "kid"`,
  );
  const known = knownKids();
  return counts.map(({ kid, rows }) => ({
    kid,
    rows,
    isCurrent: kid === currentKid(),
    opens: known.includes(kid),
  }));
}
