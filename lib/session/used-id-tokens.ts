// Makes a Kakao id_token of an app's usable once, on every instance together (NX-4).
// Called by lib/native.
import "server-only";
import { createHash } from "node:crypto";
import { query } from "../db";
import { ID_TOKEN_REMEMBERED_SECONDS } from "./lifetimes";

/**
 * A few forgotten tokens go in passing: the table stays as small as the tokens' lifetime allows.
 *
 * @param expiresAt the token's own end, after which nobody accepts it anyway
 * @returns whether this is its first use
 * @throws DatabaseUnavailable
 */
export async function claimIdToken(idToken: string, expiresAt: Date): Promise<boolean> {
  const rows = await query(
    (db) => db.$queryRaw<unknown[]>`
      WITH forgotten AS (
        DELETE FROM "UsedIdToken" WHERE "id" IN (
          SELECT "id" FROM "UsedIdToken" WHERE "expiresAt" <= now()
          ORDER BY "expiresAt" LIMIT 20 FOR UPDATE SKIP LOCKED)
      )
      INSERT INTO "UsedIdToken" ("id", "expiresAt")
      SELECT ${idTokenKey(idToken)}, least(${expiresAt}::timestamptz,
        now() + ${ID_TOKEN_REMEMBERED_SECONDS} * interval '1 second')
      ON CONFLICT ("id") DO NOTHING
      RETURNING "id"`,
  );
  return rows.length > 0;
}

/** Only what is signed: the signature's last letter may be spelt in several ways that all verify. */
function idTokenKey(idToken: string): string {
  const signed = idToken.slice(0, idToken.lastIndexOf("."));
  return createHash("sha256").update(signed).digest("hex");
}
