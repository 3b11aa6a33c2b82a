// A session for somebody who left while they were signing in. Thrown where sessions are started;
// each way to sign in turns it into an answer of its own.
import "server-only";
import { findSqlState } from "../sql-state";

/** Between the statement that saved the user and this one, the user withdrew or was forgotten. */
export class UserGone extends Error {
  constructor(cause: unknown) {
    super("the user left while signing in", { cause });
    this.name = "UserGone";
  }
}

const NO_SUCH_ROW = "23503";

/** The row's reference to its user is what the database checks: then nothing has been stored. */
export async function orUserGone<Value>(statement: Promise<Value>): Promise<Value> {
  try {
    return await statement;
  } catch (error) {
    throw findSqlState(error) === NO_SUCH_ROW ? new UserGone(error) : error;
  }
}
