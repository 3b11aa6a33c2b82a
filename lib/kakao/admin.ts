// What we ask Kakao in the app's own name, with the admin key: about one person, without any token
// of theirs. Called by lib/jobs.
import "server-only";
import { z } from "zod";
import { env } from "../env";
import { apiRefusal, KakaoError } from "./errors";
import { fetchKakao, type KakaoAnswer } from "./http";
import { kakaoIdNumber, readAnswer } from "./json";
import { type KakaoUser, readErrorCode, readKakaoUser } from "./user";

/** Kakao's number for somebody who is not linked to the app. */
const NOT_LINKED = -101;

/**
 * Who somebody is at this moment.
 *
 * @returns null when they are not linked to the app
 * @throws KakaoError
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#req-user-info
 */
export async function fetchLinkedUser(
  kakaoId: string,
  signal: AbortSignal,
): Promise<KakaoUser | null> {
  const form = { ...target(kakaoId), secure_resource: "true" };
  const answer = await call("/v2/user/me", { form, signal });
  if (answer === null) return null;
  const user = readKakaoUser(answer.body);
  if (user.kakaoId !== kakaoId)
    throw new KakaoError("rejected", "the answer is about another person");
  return user;
}

const idAnswer = z.object({ id: kakaoIdNumber });

/**
 * Cuts somebody's link to the app. Kakao sends no webhook for it.
 *
 * @returns false when there was no link any more: as good as done (K23)
 * @throws KakaoError
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#unlink
 */
export async function unlinkUser(kakaoId: string, signal: AbortSignal): Promise<boolean> {
  const answer = await call("/v1/user/unlink", { form: target(kakaoId), signal });
  if (answer === null) return false;
  const { id } = readAnswer(answer.body, idAnswer, "/v1/user/unlink");
  if (id !== kakaoId) throw new KakaoError("rejected", "the answer is about another person");
  return true;
}

const idsAnswer = z.object({ elements: z.array(kakaoIdNumber).max(100) });
export const MOST_IDS = 100;

/**
 * Kakao ids of people who are linked to the app, ascending. Kakao allows 100 such calls a minute.
 *
 * @param from the first id that may be among them; null for the beginning
 * @throws KakaoError
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#user-list
 */
export async function listLinkedIds(from: string | null, signal: AbortSignal): Promise<string[]> {
  const query = new URLSearchParams({ limit: String(MOST_IDS), order: "asc" });
  if (from !== null) query.set("from_id", from);
  const answer = await call(`/v1/user/ids?${query}`, { signal });
  if (answer === null) throw new KakaoError("unavailable", "the list of users has no answer");
  const { elements } = readAnswer(answer.body, idsAnswer, "/v1/user/ids");
  // A list that does not go on would be read for ever, and a day's comparison never be done.
  if (from !== null && elements.some((id) => BigInt(id) < BigInt(from)))
    throw new KakaoError("unavailable", "the list of users does not go on");
  return elements;
}

function target(kakaoId: string) {
  return { target_id_type: "user_id", target_id: kakaoId };
}

type Call = { form?: Record<string, string>; signal: AbortSignal };

/** @returns null when Kakao says that the person is not linked */
async function call(path: string, { form, signal }: Call): Promise<KakaoAnswer | null> {
  const { apiUrl, adminKey } = env().kakao;
  if (adminKey === null) throw new KakaoError("misconfigured", "KAKAO_ADMIN_KEY is not set");
  const answer = await fetchKakao(new URL(path, apiUrl), {
    ...(form && { method: "POST", body: new URLSearchParams(form).toString() }),
    headers: {
      authorization: `KakaoAK ${adminKey}`,
      ...(form && { "content-type": "application/x-www-form-urlencoded;charset=utf-8" }),
    },
    signal,
  });
  if (answer.status === 200) return answer;
  const code = readErrorCode(answer.body);
  if (code === NOT_LINKED) return null;
  // The key itself, or this server's address, is not what Kakao's console says.
  if (code === -401) throw new KakaoError("misconfigured", "the admin key was refused (-401)");
  throw apiRefusal(answer.status, code, answer.retryAfterSeconds);
}
