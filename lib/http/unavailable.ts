// What a page does when the database is away. Called by the readers that pages use.
import "server-only";
import type { Route } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { DatabaseUnavailable } from "../database-unavailable";
import { logFailure } from "./log";
import { PATH_HEADER, requestIdOf } from "./request-id";

/** Answers the work, or goes to a page (503) that says so; the session cookie stays as it is. */
export async function orUnavailable<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    const given = await headers();
    logFailure("database.unavailable", { requestId: requestIdOf(given) }, error);
    const returnTo = given.get(PATH_HEADER) ?? "/";
    redirect(`/unavailable?${new URLSearchParams({ returnTo })}` as Route);
  }
}
