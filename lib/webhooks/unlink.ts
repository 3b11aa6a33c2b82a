// Kakao says that somebody has unlinked: a list of steps, each checked before the next. Called by
// the route. The message has no time, no id and no signature; what vouches for it is the admin key,
// and what destroys anything is Kakao's own word afterwards (lib/jobs/confirm-link.ts).
import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "../env";
import { HttpError, NO_STORE } from "../http/errors";
import { readForm } from "../http/form-body";
import { logEvent, logFailure, logRefusal } from "../http/log";
import { requestIdOf } from "../http/request-id";
import { noteUnlink } from "../users/note-unlink";
import { personHashOf } from "../users/pseudonym";
import { countRefusal } from "./refusals";

/**
 * @returns 200 once it is stored, also for somebody whom we do not know
 * @throws HttpError 401 before the body and the database, 400 for no Kakao id
 * @throws DatabaseUnavailable: not stored, which a 200 would hide (DEC-5)
 * @see https://developers.kakao.com/docs/latest/ko/kakaologin/callback#unlink
 */
export async function takeUnlink(request: Request): Promise<Response> {
  checkMethod(request);
  if (!hasAdminKey(request.headers)) {
    await countRefusal(request, { webhook: "unlink", reason: "admin key" });
    throw new HttpError(401, "UNAUTHENTICATED");
  }
  const given =
    request.method === "GET" ? new URL(request.url).searchParams : await readForm(request);
  const requestId = requestIdOf(request.headers);
  if (!isAboutOurApp(given, requestId)) return stored();
  const kakaoId = findOnly(given, "user_id");
  if (kakaoId === null || !/^[1-9]\d{0,18}$/.test(kakaoId)) {
    logRefusal("webhook.refused", { requestId, webhook: "unlink", reason: "user_id" });
    throw new HttpError(400, "KEY_ERROR");
  }
  const isKnown = await noteUnlink(kakaoId);
  const person = personHashOf(kakaoId).slice(0, 16);
  const referrer = referrerOf(given);
  logEvent("webhook.accepted", { requestId, webhook: "unlink", person, referrer, isKnown });
  return stored();
}

/** Whichever way the console says; nothing is fetched beforehand that has an effect (WH-3). */
function checkMethod({ method, headers }: Request): void {
  const configured = env().kakao.unlinkWebhookMethod;
  const isPrefetch = /prefetch/i.test(headers.get("sec-purpose") ?? headers.get("purpose") ?? "");
  if (isPrefetch || (configured !== null && method !== configured))
    throw new HttpError(405, "METHOD_NOT_ALLOWED", { allow: configured ?? "GET, POST" });
}

let hasToldOfMissingKey = false;

/** Both keys are compared, always: how long it takes says nothing of which one was nearly right. */
function hasAdminKey(headers: Headers): boolean {
  const { adminKey, adminKeyPrevious } = env().kakao;
  if (adminKey === null) {
    if (!hasToldOfMissingKey)
      logFailure("webhook.misconfigured", { webhook: "unlink" }, new Error("no KAKAO_ADMIN_KEY"));
    hasToldOfMissingKey = true;
    return false;
  }
  const [, given = ""] = /^KakaoAK (\S{1,200})$/.exec(headers.get("authorization") ?? "") ?? [];
  const matches = [adminKey, adminKeyPrevious ?? adminKey].map((key) =>
    timingSafeEqual(digest(given), digest(key)),
  );
  return matches.includes(true);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** @throws HttpError 503 when we do not know our own number: nothing may be lost for it */
function isAboutOurApp(given: URLSearchParams, requestId: string): boolean {
  const { appId } = env().kakao;
  if (appId === null) {
    const fields = { requestId, webhook: "unlink" };
    logFailure("webhook.misconfigured", fields, new Error("no KAKAO_APP_ID"));
    throw new HttpError(503, "UNAVAILABLE");
  }
  if (findOnly(given, "app_id") === appId) return true;
  logRefusal("webhook.refused", { requestId, webhook: "unlink", reason: "app_id" });
  return false;
}

/** Null for a name that is not there, or there twice. */
function findOnly(given: URLSearchParams, name: string): string | null {
  const [value = null, ...others] = given.getAll(name);
  return others.length === 0 ? value : null;
}

const REFERRERS = new Set([
  "ACCOUNT_DELETE",
  "FORCED_ACCOUNT_DELETE",
  "UNLINK_FROM_ADMIN",
  "UNLINK_FROM_APPS",
  "INCOMPLETE_SIGN_UP",
]);

/** For the log alone: one that Kakao adds later is an unlink all the same (WH-2). */
function referrerOf(given: URLSearchParams): string {
  const referrer = given.get("referrer_type") ?? "";
  return REFERRERS.has(referrer) ? referrer : "other";
}

function stored(): Response {
  return new Response(null, { status: 200, headers: NO_STORE });
}
