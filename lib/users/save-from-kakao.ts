// The user store's way in: a person as Kakao describes them becomes a row of ours.
// Called by lib/sign-in.
import "server-only";
import { query } from "../db";
import type { KakaoUser } from "../kakao/user";

export type SavedUser = { id: string };

/**
 * Found or created by Kakao id alone, in one statement: however many sign-ins of one person
 * arrive at once, the database makes one row of them and no caller sees an error.
 * Nickname, image and e-mail are taken anew each time; what Kakao no longer gives is forgotten.
 *
 * @throws DatabaseUnavailable
 */
export async function saveKakaoUser(person: KakaoUser): Promise<SavedUser> {
  const { kakaoId, nickname, image, email } = person;
  const rows = await query(
    (db) => db.$queryRaw<SavedUser[]>`
      INSERT INTO "User" ("kakaoId", "nickname", "image", "email")
      VALUES (${kakaoId}, ${nickname}, ${image}, ${email})
      ON CONFLICT ("kakaoId") DO UPDATE SET
        "nickname" = EXCLUDED."nickname",
        "image" = EXCLUDED."image",
        "email" = EXCLUDED."email",
        "refreshedAt" = now()
      RETURNING "id"`,
  );
  const [user] = rows;
  if (!user) throw new Error("the statement that saves a user returned no row");
  return user;
}
