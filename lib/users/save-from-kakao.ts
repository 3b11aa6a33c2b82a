// The user store's way in: a person as Kakao describes them becomes a row of ours.
// Called by lib/sign-in and lib/native.
import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { query } from "../db";
import type { KakaoUser } from "../kakao/user";
import { forgetUser } from "./forget";
import { profileColumns } from "./profile-columns";
import { personHashesOf } from "./pseudonym";
import { SaveRefused } from "./save-refused";

export type SavedUser = { id: string };

const MAX_TRIES = 5;
const PAUSE_MS = 200;
/** So long an answer of Kakao's that does not say which link it speaks of may still be about the old one. */
const DOUBTFUL_SECONDS = 60;

/**
 * Found or created by Kakao id alone, in one statement: however many sign-ins of one person
 * arrive at once, the database makes one row of them and no caller sees an error.
 * Nickname, image and e-mail are taken anew each time; what Kakao no longer gives is forgotten.
 *
 * Whoever has withdrawn and comes back before Kakao was told takes that errand back. Whoever was
 * linked anew since we saved them is somebody new: the old row goes first (WD-5).
 *
 * @throws SaveRefused
 * @throws DatabaseUnavailable
 */
export async function saveKakaoUser(person: KakaoUser): Promise<SavedUser> {
  for (let attempt = 1; ; attempt += 1) {
    const saved = await trySave(person);
    if (saved.id !== null) return { id: saved.id };
    if (saved.isBlocked) throw new SaveRefused("blocked");
    if (saved.isOver) throw new SaveRefused("unlinked_since");
    if (attempt === MAX_TRIES) throw new SaveRefused("being_unlinked");
    if (saved.saves === null) await sleep(PAUSE_MS);
    else await forgetUser({ kakaoId: person.kakaoId, saves: saved.saves, reason: "rejoined" });
  }
}

type Outcome = {
  id: string | null;
  isBlocked: boolean;
  isOver: boolean;
  /** Of a row that stands for an earlier link; null when there is none. */
  saves: number | null;
};

/**
 * `pending` are the errands as this statement's moment saw them, `free` those that no worker has,
 * held until the end of the statement: one that is pending and not free is under way or just done.
 * There are several when somebody has left and come back more than once within seconds.
 */
async function trySave(person: KakaoUser): Promise<Outcome> {
  const { kakaoId, nickname, image, email } = person;
  const connectedAt = person.connectedAt ?? null;
  const consents = person.consents ? JSON.stringify(person.consents) : null;
  const [outcome] = await query(
    (db) => db.$queryRaw<Outcome[]>`
      WITH pending AS (
        SELECT FROM "Job" WHERE "kind" = 'unlink' AND "kakaoId" = ${kakaoId}
      ), free AS (
        SELECT "id", "details"->>'formerUser' AS "formerUser" FROM "Job"
        WHERE "kind" = 'unlink' AND "kakaoId" = ${kakaoId}
          AND ("leasedUntil" IS NULL OR "leasedUntil" <= now())
        ORDER BY "id" FOR UPDATE
      ), ended AS (
        SELECT FROM "Withdrawal" WHERE "personHash" = ANY(${personHashesOf(kakaoId)})
          AND "unlinkedAt" IS NOT NULL
          AND CASE WHEN "connectedAt" IS NULL OR ${connectedAt}::timestamptz IS NULL
            THEN "reason" <> 'rejoined'
              AND "unlinkedAt" > now() - ${DOUBTFUL_SECONDS} * interval '1 second'
            ELSE "connectedAt" = ${connectedAt}::timestamptz END
      ), earlier AS (
        SELECT "saves", "blockedAt" IS NOT NULL AS "isBlocked",
          "connectedAt" < ${connectedAt}::timestamptz AS "isOther",
          "connectedAt" > ${connectedAt}::timestamptz AS "isNewer"
        FROM "User" WHERE "kakaoId" = ${kakaoId}
      ), saved AS (
        INSERT INTO "User" ("kakaoId", "nickname", "image", "email", "connectedAt", "consents")
        SELECT ${kakaoId}, ${nickname}, ${image}, ${email}, ${connectedAt}::timestamptz,
               coalesce(${consents}::jsonb, '{}')
        WHERE NOT EXISTS (SELECT FROM ended)
          AND (SELECT count(*) FROM pending) = (SELECT count(*) FROM free)
        ON CONFLICT ("kakaoId") DO UPDATE SET
          ${profileColumns(person)},
          "connectedAt" = coalesce(EXCLUDED."connectedAt", "User"."connectedAt"),
          "saves" = "User"."saves" + 1
        WHERE "User"."blockedAt" IS NULL
          AND ("User"."connectedAt" = EXCLUDED."connectedAt") IS NOT FALSE
        RETURNING "id"
      ), taken_back AS (
        DELETE FROM "Job" WHERE "id" IN (SELECT "id" FROM free) AND EXISTS (SELECT FROM saved)
      ), noted AS (
        UPDATE "Withdrawal" SET "personHash" = NULL, "connectedAt" = NULL
        WHERE "id" IN (SELECT "formerUser"::uuid FROM free) AND "unlinkedAt" IS NULL
          AND EXISTS (SELECT FROM saved)
      )
      SELECT (SELECT "id" FROM saved) AS "id",
             coalesce((SELECT "isBlocked" FROM earlier), false) AS "isBlocked",
             EXISTS (SELECT FROM ended)
               OR EXISTS (SELECT FROM earlier WHERE "isNewer") AS "isOver",
             (SELECT "saves" FROM earlier WHERE "isOther" AND NOT "isBlocked") AS "saves"`,
  );
  if (!outcome) throw new Error("the statement that saves a user returned no row");
  return outcome;
}
