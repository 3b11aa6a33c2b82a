// What an answer of Kakao's about a person sets in their row. Called by every verb that saves one.
import "server-only";
import { type Sql, sql } from "../db";
import type { KakaoUser } from "../kakao/user";

/**
 * For `UPDATE "User" SET …`. What Kakao no longer gives is forgotten; consents that an answer does
 * not speak of stay as they were, and no answer about a person speaks of `openid`: what a sign-in
 * has shown of it stays known (AR-4).
 */
export function profileColumns({ nickname, image, email, consents }: KakaoUser): Sql {
  const states = consents ? JSON.stringify(consents) : null;
  return sql`
    "nickname" = ${nickname},
    "image" = ${image},
    "email" = ${email},
    "consents" = coalesce(
      jsonb_strip_nulls(jsonb_build_object('openid', "User"."consents"->'openid'))
        || ${states}::jsonb,
      "User"."consents"),
    "refreshedAt" = now()`;
}
