// What Kakao says of a person now, into the row that they have: nobody comes in by it. Called by
// lib/vault.
import "server-only";
import { query } from "../db";
import type { KakaoUser } from "../kakao/user";
import { profileColumns } from "./profile-columns";

/** Whoever presses the button again within it is answered with what was just fetched. */
const JUST_NOW_SECONDS = 10;

/** Whether nickname, image and e-mail were taken from Kakao just now. */
export async function isProfileJustRefreshed(userId: string): Promise<boolean> {
  const rows = await query(
    (db) => db.$queryRaw<unknown[]>`
      SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid
        AND "refreshedAt" > now() - ${JUST_NOW_SECONDS} * interval '1 second'`,
  );
  return rows.length > 0;
}

/**
 * Takes nickname, image and e-mail anew, of this very person and this very link.
 *
 * @returns false when the user is gone, blocked, somebody else, or linked anew since
 * @throws DatabaseUnavailable
 */
export async function saveRefreshedProfile(userId: string, person: KakaoUser): Promise<boolean> {
  const connectedAt = person.connectedAt ?? null;
  const saved = await query(
    (db) => db.$executeRaw`
      UPDATE "User" SET ${profileColumns(person)}
      WHERE "id" = ${userId}::uuid AND "kakaoId" = ${person.kakaoId} AND "blockedAt" IS NULL
        AND ("connectedAt" = ${connectedAt}::timestamptz) IS NOT FALSE`,
  );
  return saved > 0;
}
