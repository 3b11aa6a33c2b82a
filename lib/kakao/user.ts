// Who a Kakao access token belongs to. Called by lib/sign-in once the code was exchanged, and by
// lib/native for the token that an app brings.
import "server-only";
import { z } from "zod";
import { env } from "../env";
import { type Consents, isVouchedFor, readConsents } from "./consents";
import { apiRefusal } from "./errors";
import { fetchKakao } from "./http";
import { kakaoIdNumber, parseJson, readAnswer } from "./json";

/** A person as Kakao describes them, checked. Everything but the id may be missing. */
export type KakaoUser = {
  /** 64-bit member id as decimal text. */
  kakaoId: string;
  nickname: string | null;
  /** https address on Kakao's image servers. */
  image: string | null;
  /** Only an address that Kakao calls both valid and verified. */
  email: string | null;
  /** When this person was linked to the app; null when Kakao does not say. */
  connectedAt?: Date | null;
  /** Consent items as they stand; null or absent when Kakao does not say. */
  consents?: Consents | null;
};

/**
 * @param accessToken goes in the Authorization header, never in a URL
 * @throws KakaoError
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/rest-api#req-user-info
 */
export async function fetchKakaoUser(accessToken: string, signal: AbortSignal): Promise<KakaoUser> {
  // Without secure_resource Kakao gives pictures by plain http.
  const url = new URL("/v2/user/me?secure_resource=true", env().kakao.apiUrl);
  const headers = { authorization: `Bearer ${accessToken}` };
  const { status, body, retryAfterSeconds } = await fetchKakao(url, { headers, signal });
  if (status !== 200) throw apiRefusal(status, readErrorCode(body), retryAfterSeconds);
  return readKakaoUser(body);
}

/** The body of /v2/user/me, whoever asked for it. @throws KakaoError for an unusable one */
export function readKakaoUser(body: string): KakaoUser {
  return toKakaoUser(readAnswer(body, userAnswer, "/v2/user/me"));
}

// What is missing or odd in the optional parts costs the person a picture, not the sign-in.
const optionalText = z.string().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
const userAnswer = z.object({
  id: kakaoIdNumber,
  connected_at: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullish()
    .catch(null),
  // Loose: lib/kakao/consents.ts reads the flags of all items.
  kakao_account: z
    .looseObject({
      profile: z
        .looseObject({
          nickname: optionalText,
          is_default_nickname: flag,
          profile_image_url: optionalText,
          is_default_image: flag,
        })
        .nullish()
        .catch(null),
      email: optionalText,
      is_email_valid: flag,
      is_email_verified: flag,
    })
    .nullish()
    .catch(null),
});

function toKakaoUser(answer: z.infer<typeof userAnswer>): KakaoUser {
  const { id, kakao_account: account } = answer;
  const profile = account?.profile;
  return {
    kakaoId: id,
    // A default nickname is Kakao's request to choose one, not a name to greet somebody by.
    nickname: profile?.is_default_nickname ? null : readNickname(profile?.nickname),
    image: profile?.is_default_image ? null : readImage(profile?.profile_image_url),
    email: account && isVouchedFor(account) ? readEmail(account.email) : null,
    connectedAt: answer.connected_at ?? null,
    consents: readConsents(account ?? {}),
  };
}

const MAX_GRAPHEMES = 100;
const MAX_CODE_UNITS = 1000;

/** PostgreSQL refuses NUL and lone surrogates: such a person could never sign in (SE-10). */
export function readNickname(given: string | null | undefined): string | null {
  const clean = (given ?? "").replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, "").trim();
  // The slice only bounds the work: what it may cut in two lies far behind the end of the name.
  const graphemes = new Intl.Segmenter("ko").segment(clean.slice(0, MAX_CODE_UNITS * 10));
  let cut = "";
  let count = 0;
  for (const { segment } of graphemes) {
    count += 1;
    if (count > MAX_GRAPHEMES || cut.length + segment.length > MAX_CODE_UNITS) break;
    cut += segment;
  }
  return cut || null;
}

/** Only Kakao's own image servers: any other address would be a stranger's page view (WB-12). */
export function readImage(given: string | null | undefined): string | null {
  if (!given || given.length > 2048 || !URL.canParse(given)) return null;
  const url = new URL(given);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  if (!url.hostname.endsWith(".kakaocdn.net") || url.port || url.username || url.password)
    return null;
  url.protocol = "https:";
  return url.href;
}

/** Text that is an address, or null. Whether Kakao vouches for it is the caller's to check. */
export function readEmail(given: string | null | undefined): string | null {
  return z.email().max(254).safeParse(given).data ?? null;
}

/** The number in Kakao's `{msg, code}`. */
export function readErrorCode(body: string): number | null {
  return z.object({ code: z.number().int() }).safeParse(parseJson(body)).data?.code ?? null;
}
