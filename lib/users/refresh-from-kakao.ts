// A user's profile as Kakao describes it now, without any sign-in. Called by lib/jobs.
import "server-only";
import { query } from "../db";
import type { KakaoUser } from "../kakao/user";
import { profileColumns } from "./profile-columns";

/**
 * Makes nobody, signs nobody in and blocks nobody. A row that stands for an earlier link stays as
 * it is: its person is somebody new, whom the next sign-in takes in (WD-5).
 *
 * @param saves as it was when Kakao was asked: whatever was saved since is newer
 * @returns false when the row is gone, has been saved since, or is of an earlier link
 * @throws DatabaseUnavailable
 */
export async function refreshKakaoUser(person: KakaoUser, saves: number): Promise<boolean> {
  const connectedAt = person.connectedAt ?? null;
  const count = await query(
    (db) => db.$executeRaw`
      UPDATE "User" SET ${profileColumns(person)}, "saves" = "saves" + 1
      WHERE "kakaoId" = ${person.kakaoId} AND "saves" = ${saves}
        AND "connectedAt" < ${connectedAt}::timestamptz IS NOT TRUE`,
  );
  return count > 0;
}
