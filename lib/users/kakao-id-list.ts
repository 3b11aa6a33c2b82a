// Kakao ids of our users in the order of their numbers. Called by the reconciliation.
import "server-only";
import { query } from "../db";

/** A 64-bit id has no more digits. */
const MOST_DIGITS = 19;

/**
 * Ids are text; among those of one length, the order of text is the order of numbers, so that each
 * length is a range of the index.
 *
 * @param after exclusive
 * @param until inclusive; null for all that follow
 * @throws DatabaseUnavailable
 */
export async function listKakaoIdsBetween(after: string, until: string | null): Promise<string[]> {
  const lengths = range(after.length, until?.length ?? MOST_DIGITS);
  const lists = await Promise.all(
    lengths.map((length) =>
      listOfLength(length, {
        after: length === after.length ? after : "0".repeat(length),
        until: length === until?.length ? until : "9".repeat(length),
      }),
    ),
  );
  return lists.flat();
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
}

async function listOfLength(length: number, { after, until }: { after: string; until: string }) {
  const rows = await query(
    (db) => db.$queryRaw<Array<{ kakaoId: string }>>`
      SELECT "kakaoId" FROM "User"
      WHERE "kakaoId" > ${after} AND "kakaoId" <= ${until} AND length("kakaoId") = ${length}`,
  );
  return rows.map(({ kakaoId }) => kakaoId);
}
