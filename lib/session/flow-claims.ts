// Makes a trip to Kakao usable once, on every instance together (CB-2, CB-12).
// Called by lib/sign-in; rows.ts settles a claim when the session starts.
import "server-only";
import { query } from "../db";
import { FLOW_REMEMBERED_SECONDS } from "./lifetimes";

export type Claim = {
  isFirst: boolean;
  /** How the trip had ended when this claim was made; null when it had not, or is the first. */
  outcome: string | null;
};

/**
 * The first caller is the first, every other is not, whichever instance they reach. One statement
 * says that and whether the trip was over at that moment, so that nothing happens in between.
 * A few forgotten claims go in passing: the table stays as small as a quarter of an hour's traffic.
 *
 * @param flowId hash of the state
 * @throws DatabaseUnavailable
 */
export async function claimFlow(flowId: string): Promise<Claim> {
  const [claim] = await query(
    (db) => db.$queryRaw<Claim[]>`
      WITH forgotten AS (
        DELETE FROM "SignInFlow" WHERE "id" IN (
          SELECT "id" FROM "SignInFlow" WHERE "expiresAt" <= now()
          ORDER BY "expiresAt" LIMIT 20 FOR UPDATE SKIP LOCKED)
      ), claimed AS (
        INSERT INTO "SignInFlow" ("id", "expiresAt")
        VALUES (${flowId}, now() + ${FLOW_REMEMBERED_SECONDS} * interval '1 second')
        ON CONFLICT ("id") DO NOTHING
        RETURNING "id"
      )
      SELECT EXISTS (SELECT 1 FROM claimed) AS "isFirst",
             (SELECT "outcome" FROM "SignInFlow" WHERE "id" = ${flowId}) AS "outcome"`,
  );
  if (!claim) throw new Error("the statement that claims a trip returned no row");
  return claim;
}

/** @param outcome the code that /sign-in shows */
export async function settleFailedFlow(flowId: string, outcome: string): Promise<void> {
  await query((db) =>
    db.signInFlow.updateMany({ where: { id: flowId, outcome: null }, data: { outcome } }),
  );
}

/** @returns null while the first caller is still asking Kakao, or when there is no claim */
export async function findFlowOutcome(flowId: string): Promise<string | null> {
  const claim = await query((db) =>
    db.signInFlow.findUnique({ where: { id: flowId }, select: { outcome: true } }),
  );
  return claim?.outcome ?? null;
}

/** The person whom this flow signed in, if that session still lives. */
export async function findFlowUserId(flowId: string, sessionId: string): Promise<string | null> {
  const session = await query((db) =>
    db.session.findFirst({ where: { id: sessionId, flowId }, select: { userId: true } }),
  );
  return session?.userId ?? null;
}
