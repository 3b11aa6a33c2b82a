// Seals anew, under the current key, what an earlier one has sealed, and empties the table once the
// vault is off. Called by lib/jobs, again and again until nothing is left.
import "server-only";
import { query } from "../db";
import { logEvent, logFailure } from "../http/log";
import { countTokensByKid } from "./kids";
import { currentKid, knownKids, openToken, type Place, sealToken } from "./seal";
import { isVaultOn } from "./switch";

type Row = {
  userId: string;
  accessToken: string | null;
  refreshToken: string | null;
  kid: string;
};

export type Progress = {
  /** Rows that this call has sealed anew, or deleted. */
  done: number;
  /** Rows that another call is for. */
  left: number;
};

/**
 * Row by row, and only as long as a row still says what was read: two workers do no harm to each
 * other, nor to a sign-in or a refresh, and one that dies leaves nothing half done (P2).
 *
 * @throws DatabaseUnavailable
 */
export async function reencryptKakaoTokens({ limit }: { limit: number }): Promise<Progress> {
  const done = isVaultOn() ? await sealAnew(limit) : await deleteRows(limit);
  const counts = await countTokensByKid();
  const left = counts
    .filter(({ isCurrent }) => !(isVaultOn() && isCurrent))
    .reduce((sum, { rows }) => sum + rows, 0);
  const kids = counts.map(({ kid, rows }) => `${kid}=${rows}`).join(" ");
  if (done > 0 || left > 0) logEvent("vault.reencrypted", { done, left, kids });
  return { done, left };
}

/** What does not open is passed over, so that it is not in the way of what lies behind it. */
async function sealAnew(limit: number): Promise<number> {
  const passedOver: string[] = [];
  for (let done = 0; ; ) {
    const rows = await findOldRows(limit - done, passedOver);
    for (const row of rows) {
      if (await sealRow(row)) done += 1;
      else passedOver.push(row.userId);
    }
    // So many that do not open are an accident to look at, and no reason to read them all.
    if (rows.length === 0 || done >= limit || passedOver.length > limit) return done;
  }
}

function findOldRows(limit: number, passedOver: string[]): Promise<Row[]> {
  const earlier = knownKids().filter((kid) => kid !== currentKid());
  return query(
    (db) => db.$queryRaw<Row[]>`
      SELECT "userId", "accessToken", "refreshToken", "kid" FROM "KakaoToken"
      WHERE "kid" = ANY(${earlier}) AND "userId" <> ALL(${passedOver}::uuid[])
      LIMIT ${limit}`,
  );
}

async function sealRow({ userId, kid, accessToken, refreshToken }: Row): Promise<boolean> {
  const access = accessToken && resealed(accessToken, { userId, field: "accessToken" });
  const refresh = refreshToken && resealed(refreshToken, { userId, field: "refreshToken" });
  if ((accessToken && !access) || (refreshToken && !refresh)) return false;
  const { count } = await query((db) =>
    db.kakaoToken.updateMany({
      where: { userId, kid, accessToken, refreshToken },
      data: { kid: currentKid(), accessToken: access, refreshToken: refresh },
    }),
  );
  return count > 0;
}

function resealed(sealed: string, place: Place): string | null {
  const token = openToken(sealed, place);
  if (token !== null) return sealToken(token, place);
  const error = new Error("a sealed token does not open for the person it stands beside");
  logFailure("vault.alarm", { user: place.userId, field: place.field }, error);
  return null;
}

async function deleteRows(limit: number): Promise<number> {
  return query(
    (db) => db.$executeRaw`
      DELETE FROM "KakaoToken" WHERE "userId" IN (
        SELECT "userId" FROM "KakaoToken" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
  );
}
