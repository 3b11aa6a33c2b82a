// The rows of KakaoToken: read, leased for a refresh, written, given up. Called by the other files of
// lib/vault. What decides is the database's clock; what is written, only still holds of the row that
// was read.
import "server-only";
import { query } from "../db";

/** A token with less time left is refreshed first: it may have to last for a few calls. */
const LEAST_SECONDS_LEFT = 60;
/** Longer than a refresh with all its tries; afterwards its worker counts as dead. */
const LEASE_SECONDS = 15;

export type TokenRow = {
  userId: string;
  kakaoId: string;
  /** Sealed, like the next. */
  accessToken: string | null;
  refreshToken: string | null;
  /** When Kakao gave them to a sign-in. */
  savedAt: Date;
  isFresh: boolean;
  isRefreshable: boolean;
};

/** One worker's word on a row: it holds while nobody has signed in anew or leased it since. */
export type Lease = { userId: string; savedAt: Date; leasedUntil: Date };

/** @returns null without tokens, and for whoever is gone or blocked */
export async function findTokenRow(userId: string): Promise<TokenRow | null> {
  const [row] = await query(
    (db) => db.$queryRaw<TokenRow[]>`
      SELECT t."userId", u."kakaoId", t."accessToken", t."refreshToken", t."savedAt",
             t."accessToken" IS NOT NULL AND
               t."accessExpiresAt" > now() + ${LEAST_SECONDS_LEFT} * interval '1 second' AS "isFresh",
             t."refreshToken" IS NOT NULL AND
               t."refreshExpiresAt" <= now() IS NOT TRUE AS "isRefreshable"
      FROM "KakaoToken" t JOIN "User" u ON u."id" = t."userId"
      WHERE t."userId" = ${userId}::uuid AND u."blockedAt" IS NULL`,
  );
  return row ?? null;
}

/** @returns null while another worker refreshes it, or when the row is no longer the one given */
export async function leaseRow({ userId, savedAt, accessToken }: TokenRow): Promise<Lease | null> {
  const [leased] = await query(
    (db) => db.$queryRaw<Array<{ leasedUntil: Date }>>`
      UPDATE "KakaoToken" SET "leasedUntil" = now() + ${LEASE_SECONDS} * interval '1 second'
      WHERE "userId" = ${userId}::uuid AND "savedAt" = ${savedAt}
        AND "accessToken" IS NOT DISTINCT FROM ${accessToken}
        AND ("leasedUntil" IS NULL OR "leasedUntil" <= now())
      RETURNING "leasedUntil"`,
  );
  return leased ? { userId, savedAt, leasedUntil: leased.leasedUntil } : null;
}

export type RefreshedRow = {
  accessToken: string;
  accessLivesSeconds: number;
  refreshToken: string;
  /** Null where the refresh token is the old one: its end stays. */
  refreshLivesSeconds: number | null;
  kid: string;
};

/** @returns whether the lease still held, so that this is what the row says now */
export async function saveRefreshed(
  { userId, savedAt, leasedUntil }: Lease,
  row: RefreshedRow,
): Promise<boolean> {
  const saved = await query(
    (db) => db.$executeRaw`
      UPDATE "KakaoToken" SET
        "accessToken" = ${row.accessToken},
        "accessExpiresAt" = now() + ${row.accessLivesSeconds} * interval '1 second',
        "refreshToken" = ${row.refreshToken},
        "refreshExpiresAt" = coalesce(
          now() + ${row.refreshLivesSeconds}::float8 * interval '1 second', "refreshExpiresAt"),
        "kid" = ${row.kid},
        "leasedUntil" = NULL
      WHERE "userId" = ${userId}::uuid AND "savedAt" = ${savedAt}
        AND "leasedUntil" = ${leasedUntil}`,
  );
  return saved > 0;
}

export async function endLease({ userId, savedAt, leasedUntil }: Lease): Promise<void> {
  await query((db) =>
    db.kakaoToken.updateMany({
      where: { userId, savedAt, leasedUntil },
      data: { leasedUntil: null },
    }),
  );
}

/** Kakao will give nothing for them any more. */
export async function deleteLeasedRow({ userId, savedAt, leasedUntil }: Lease): Promise<void> {
  await query((db) => db.kakaoToken.deleteMany({ where: { userId, savedAt, leasedUntil } }));
}

/** @returns false when the row holds another access token by now */
export async function dropAccessToken(userId: string, accessToken: string): Promise<boolean> {
  const { count } = await query((db) =>
    db.kakaoToken.updateMany({ where: { userId, accessToken }, data: { accessToken: null } }),
  );
  return count > 0;
}
