// What Kakao sent the browser back with, before anything of it is believed. Called by finish.ts.
import "server-only";
import { env } from "../env";
import type { SignInErrorCode } from "../text/sign-in-error";
import { SignInRefused } from "./refusal";

export type KakaoAnswer =
  | { kind: "code"; state: string; code: string }
  | ({ kind: "refusal"; state: string } & KakaoRefusal);

type KakaoRefusal = {
  refusal: SignInErrorCode;
  reason: string;
  /** Kakao was told to show no page and would have had to. */
  needsPerson: boolean;
};

const MAX_QUERY_LENGTH = 8192;
const MAX_CODE_LENGTH = 2048;
const MAX_STATE_LENGTH = 4096;
const ONCE = ["code", "state", "error", "error_description", "iss"];

/** Not an answer of Kakao's at all: it gets a 400 of its own. */
export class MalformedAnswer extends Error {}

/**
 * @throws MalformedAnswer for a query that no Kakao sends (CB-14)
 * @throws SignInRefused for one that is well-formed and cannot be used (CB-1, CB-5, CB-7, CB-8)
 */
export function readKakaoAnswer({ search, searchParams }: URL): KakaoAnswer {
  if (search.length > MAX_QUERY_LENGTH) throw new MalformedAnswer("the query is too long");
  for (const [name, value] of searchParams)
    if (!isPrintableAscii(name + value)) throw new MalformedAnswer("odd characters in the query");
  if (ONCE.some((name) => searchParams.getAll(name).length > 1))
    throw new SignInRefused("unknown", "a parameter came twice");
  const [code, state, error] = ["code", "state", "error"].map((name) => searchParams.get(name));
  if ((code?.length ?? 0) > MAX_CODE_LENGTH || (state?.length ?? 0) > MAX_STATE_LENGTH)
    throw new MalformedAnswer("a parameter is too long");
  checkIssuer(searchParams.get("iss"));
  if ((code === null) === (error === null) || !(code || error))
    throw new SignInRefused("unknown", "neither or both of code and error came");
  if (!state) throw new SignInRefused(error ? "unknown" : "expired", "no state came");
  if (code) return { kind: "code", state, code };
  return { kind: "refusal", state, ...readRefusal(error ?? "", searchParams) };
}

function isPrintableAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** @see https://www.rfc-editor.org/rfc/rfc9207 absent is fine, another is an attack */
function checkIssuer(issuer: string | null): void {
  if (issuer !== null && issuer !== env().kakao.authUrl)
    throw new SignInRefused("kakao_rejected", "the answer names another issuer");
}

const MISCONFIGURED =
  /^(invalid_(scope|request|client)|unauthorized_client|misconfigured|unsupported_response_type)$/;
const TEMPORARY = /^(server_error|temporarily_unavailable)$/;
/** @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError */
const NEEDS_PERSON = /^(login|consent|interaction)_required$/;

function readRefusal(error: string, query: URLSearchParams): KakaoRefusal {
  return { ...explainRefusal(error, query), needsPerson: NEEDS_PERSON.test(error) };
}

/**
 * Kakao's text is compared, never shown or logged: anybody can write it into an address (CB-6).
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1
 */
function explainRefusal(error: string, query: URLSearchParams): Omit<KakaoRefusal, "needsPerson"> {
  if (error === "access_denied") {
    // Kakao tells a child from a cancelled consent by this text alone.
    return query.get("error_description") === "Not allowed under age 14"
      ? { refusal: "under_14", reason: "under 14" }
      : { refusal: "cancelled", reason: "cancelled at Kakao" };
  }
  if (TEMPORARY.test(error)) return { refusal: "kakao_unavailable", reason: "a temporary error" };
  if (MISCONFIGURED.test(error)) return { refusal: "misconfigured", reason: "a setup error" };
  return { refusal: "kakao_rejected", reason: "another error of Kakao's" };
}
