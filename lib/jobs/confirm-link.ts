// What Kakao says of somebody at this moment, after a webhook gave reason to ask: the link has
// ended, or their profile has changed. Called by run.ts for jobs "unlinked" and "refresh".
import "server-only";
import { logEvent } from "../http/log";
import { fetchLinkedUser } from "../kakao/admin";
import type { KakaoUser } from "../kakao/user";
import { findUserByKakaoId } from "../users/find-by-kakao-id";
import { forgetUser, noteUnlinked } from "../users/forget";
import { refreshKakaoUser } from "../users/refresh-from-kakao";
import type { JobResult } from "./handlers";
import type { Job } from "./queue";

const KAKAO_DEADLINE_MS = 5000;

/**
 * A webhook may be old, or sent again, or its person linked anew since: only what Kakao says now
 * destroys anything (WH-6).
 *
 * @throws KakaoError when Kakao could not be asked
 */
export async function confirmUnlink(job: Job, signal: AbortSignal): Promise<JobResult> {
  const { kakaoId, saves, person } = await askKakao(job, signal);
  if (person === null) await forget(job, kakaoId, saves);
  else logEvent("unlink.ignored", { job: job.id });
  return "done";
}

/** @throws KakaoError when Kakao could not be asked */
export async function refreshLinkedProfile(job: Job, signal: AbortSignal): Promise<JobResult> {
  const { kakaoId, saves, person } = await askKakao(job, signal);
  if (person === null) await forget(job, kakaoId, saves);
  else if (saves !== null) await refresh(person, saves);
  return "done";
}

type Found = { kakaoId: string; saves: number | null; person: KakaoUser | null };

/** Our own row first: whoever signs in while Kakao is asked has another number of saves. */
async function askKakao({ kakaoId }: Job, signal: AbortSignal): Promise<Found> {
  if (kakaoId === null) throw new Error("a question without a person");
  const known = await findUserByKakaoId(kakaoId);
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(KAKAO_DEADLINE_MS)]);
  const person = await fetchLinkedUser(kakaoId, deadline);
  return { kakaoId, saves: known?.saves ?? null, person };
}

/**
 * Nobody of ours: then it may be somebody who has withdrawn and whose errand is not done, and what
 * it was to reach is reached.
 */
async function forget({ id }: Job, kakaoId: string, saves: number | null): Promise<void> {
  if (saves === null) return noteUnlinked(kakaoId);
  const user = await forgetUser({ kakaoId, saves, reason: "unlinked" });
  if (user !== null) logEvent("unlink.confirmed", { job: id, user });
  else await askAgainIfKnown(kakaoId);
}

async function refresh(person: KakaoUser, saves: number): Promise<void> {
  if (await refreshKakaoUser(person, saves)) return;
  const known = await findUserByKakaoId(person.kakaoId);
  // Otherwise the row is gone, or stands for an earlier link.
  if (known !== null && known.saves !== saves) throw new Error("saved while Kakao was asked");
}

/** @throws so that the job comes back */
async function askAgainIfKnown(kakaoId: string): Promise<void> {
  if ((await findUserByKakaoId(kakaoId)) !== null) throw new Error("saved while Kakao was asked");
}
