// The errand of a withdrawal: Kakao is told to cut the link. Called by run.ts for jobs "unlink".
import "server-only";
import { z } from "zod";
import { logEvent } from "../http/log";
import { unlinkUser } from "../kakao/admin";
import { hasUser } from "../users/find-by-kakao-id";
import { noteTakenBack, noteUnlinked } from "../users/forget";
import type { JobResult } from "./handlers";
import type { Job } from "./queue";

const KAKAO_DEADLINE_MS = 5000;

/**
 * While this job is leased nobody can sign in again with that account (save-from-kakao.ts), and
 * whoever has done so before is a user: then there is nothing to cut.
 *
 * @throws KakaoError when Kakao could not be told
 */
export async function cutLink(
  { id, kakaoId, details }: Job,
  signal: AbortSignal,
): Promise<JobResult> {
  if (kakaoId === null) throw new Error("an errand without a person");
  if (await hasUser(kakaoId)) {
    await noteTakenBack(formerUserOf(details));
    logEvent("unlink.taken_back", { job: id });
    return "done";
  }
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(KAKAO_DEADLINE_MS)]);
  const wasLinked = await unlinkUser(kakaoId, deadline);
  await noteUnlinked(kakaoId);
  logEvent("unlink.done", { job: id, wasLinked });
  return "done";
}

const errand = z.object({ formerUser: z.uuid() });

function formerUserOf(details: unknown): string {
  return errand.parse(details).formerUser;
}
