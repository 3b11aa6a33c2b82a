// POST /api/token: an app's Kakao token for ours, a list of steps, each checked before the next.
// Called by the route. Kakao is asked last of all, and our database about nobody before that.
import "server-only";
import { createHash } from "node:crypto";
import { env } from "../env";
import { HttpError } from "../http/errors";
import { logEvent, logFailure, logRefusal } from "../http/log";
import {
  countAttempt,
  countFailure,
  RateLimited,
  rateLimits,
  refuseAfterFailures,
} from "../http/rate-limits";
import { requestIdOf } from "../http/request-id";
import { isFromElsewhere } from "../http/same-origin";
import { AlarmingKakaoError, KakaoError } from "../kakao/errors";
import type { KakaoUser } from "../kakao/user";
import { type NativeTokens, startNativeSession } from "../session/native-tokens";
import { claimIdToken } from "../session/used-id-tokens";
import { saveKakaoUser } from "../users/save-from-kakao";
import {
  askWhoseAccessToken,
  askWhoseIdToken,
  refuseDuringOutage,
  takeTurnAtKakao,
} from "./ask-kakao";
import { type Credential, readCredential } from "./credential";
import { findKnownRefusal, rememberRefusal } from "./known-refusals";
import { ExchangeRefused, toExchangeRefusal } from "./refusal";
import { answerTokens } from "./tokens-answer";

/**
 * @throws HttpError in every case of the contract's table
 * @throws DatabaseUnavailable
 */
export async function exchangeKakaoToken(request: Request): Promise<Response> {
  if (isFromElsewhere(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const credential = await readCredential(request);
  const { kind } = credential;
  const requestId = requestIdOf(request.headers);
  await refuseAfterFailures(request, rateLimits.failedExchanges);
  try {
    const tokens = await signIn(request, credential);
    logEvent("exchange.succeeded", { requestId, kind, user: tokens.user.id });
    return answerTokens(tokens);
  } catch (error) {
    throw await reportRefusal(request, kind, toExchangeRefusal(kind, error));
  }
}

function signIn(request: Request, credential: Credential): Promise<NativeTokens> {
  if (credential.kind === "access_token")
    return signInByAccessToken(request, credential.accessToken);
  return takeTurnAtKakao(async (deadline) => {
    const { expiresAt, ...person } = await askWhoseIdToken(credential, deadline);
    if (!(await claimIdToken(credential.idToken, expiresAt)))
      throw new ExchangeRefused(401, "INVALID_ID_TOKEN", "the id_token was used before");
    return startFor(person, request);
  });
}

async function signInByAccessToken(request: Request, accessToken: string): Promise<NativeTokens> {
  // Without the app's number no token can be told from a stranger's.
  if (env().kakao.appId === null) throw new KakaoError("misconfigured", "KAKAO_APP_ID is not set");
  const tokenHash = createHash("sha256").update(accessToken).digest("hex");
  await countAttempt(request, rateLimits.exchangesOfToken, tokenHash.slice(0, 32));
  const known = findKnownRefusal(tokenHash);
  if (known) throw new ExchangeRefused(known === "WRONG_APP" ? 401 : 404, known, "refused before");
  try {
    refuseDuringOutage();
    return await takeTurnAtKakao(async (deadline) =>
      startFor(await askWhoseAccessToken(accessToken, deadline), request),
    );
  } catch (error) {
    const refusal = toExchangeRefusal("access_token", error);
    if (!(refusal instanceof ExchangeRefused)) throw error;
    const { code } = refusal;
    if (code === "WRONG_APP" || code === "NOT_FOUND_IN_KAKAO") rememberRefusal(tokenHash, code);
    throw refusal;
  }
}

/** The same find-or-create as in the browser's flow: one user, whichever way they come (NX-9). */
async function startFor(person: KakaoUser, { headers }: Request): Promise<NativeTokens> {
  const { nickname, image, email } = person;
  const { id } = await saveKakaoUser(person);
  return startNativeSession({ id, nickname, image, email }, headers);
}

/** What guessing and replaying look like. Neither a child's age nor Kakao's own troubles do. */
const COUNTED = new Set<string>(["NOT_FOUND_IN_KAKAO", "WRONG_APP", "INVALID_ID_TOKEN"]);

/** @returns what the app hears: the refusal, or the limit that this one was the last step to */
async function reportRefusal(
  request: Request,
  kind: Credential["kind"],
  refusal: unknown,
): Promise<unknown> {
  if (!(refusal instanceof ExchangeRefused)) return refusal;
  const { code, reason, cause } = refusal;
  const fields = { requestId: requestIdOf(request.headers), kind, code, reason };
  const isSetup = cause instanceof KakaoError && cause.code === "misconfigured";
  if (isSetup) logFailure("exchange.misconfigured", fields, cause);
  else if (cause instanceof AlarmingKakaoError) logFailure("exchange.alarm", fields, cause);
  else logRefusal("exchange.refused", fields, cause);
  if (!COUNTED.has(code)) return refusal;
  try {
    await countFailure(request, rateLimits.failedExchanges);
    return refusal;
  } catch (error) {
    if (error instanceof RateLimited) return error;
    throw error;
  }
}
