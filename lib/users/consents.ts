// What Kakao's consent items mean for one person, as they stood at the last sign-in.
// Called by lib/sign-in before it asks for one more.
import "server-only";
import { query } from "../db";

/**
 * The items that this person has not agreed to and can be asked for, by Kakao's own word.
 *
 * @throws DatabaseUnavailable
 */
export async function findAskableConsents(userId: string): Promise<string[]> {
  const rows = await query(
    (db) => db.$queryRaw<Array<{ item: string }>>`
      SELECT item.key AS "item"
      FROM "User", jsonb_each_text(
        CASE jsonb_typeof("consents") WHEN 'object' THEN "consents" ELSE '{}' END) AS item
      WHERE "id" = ${userId}::uuid AND item.value = 'askable'
        AND item.key <> 'openid'`,
  );
  return rows.map(({ item }) => item);
}

/**
 * Whether the last sign-in came with an id_token: OpenID Connect is on in Kakao's console then, and
 * whoever asks for a scope without `openid` would lose it (AR-4).
 *
 * @throws DatabaseUnavailable
 */
export async function wasVouchedByIdToken(userId: string): Promise<boolean> {
  const rows = await query(
    (db) => db.$queryRaw<unknown[]>`
      SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid AND "consents"->>'openid' = 'given'`,
  );
  return rows.length > 0;
}
