// Kakao says what has happened to somebody's account: a list of steps, each checked before the
// next. Called by the route. The token's own signature vouches for it.
import "server-only";
import { HttpError, NO_STORE } from "../http/errors";
import { readLimited } from "../http/limited-body";
import { logEvent, logFailure, logRefusal } from "../http/log";
import { requestIdOf } from "../http/request-id";
import { KakaoError } from "../kakao/errors";
import { EventRefused, readSecurityEvent, type SecurityEvent } from "../kakao/security-event";
import { saveAccountEvent } from "../users/account-state";
import { personHashOf } from "../users/pseudonym";
import { effectsOf, eventTypes } from "./event-types";
import { countRefusal } from "./refusals";

const MAX_BYTES = 16 * 1024;
/** Within the three seconds that Kakao waits, storing included. */
const KEYS_DEADLINE_MS = 1000;
/** Events are remembered for longer than that (lib/users/account-state.ts), so none counts twice. */
const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * @returns 202 once it is stored, was stored before or is too old; 400 and 413 with a body
 * @throws HttpError 503 without Kakao's keys: 400 would mean that it is not worth sending again
 * @throws DatabaseUnavailable
 * @see https://www.rfc-editor.org/rfc/rfc8935#section-2
 */
export async function takeAccountState(request: Request): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    const jws = await readToken(request);
    const event = await readSecurityEvent(jws, AbortSignal.timeout(KEYS_DEADLINE_MS));
    await store(event, requestId);
    return new Response(null, { status: 202, headers: NO_STORE });
  } catch (error) {
    if (error instanceof EventRefused) return refuse(request, error, 400);
    if (error instanceof HttpError && error.status === 413)
      return refuse(request, new EventRefused("invalid_request", "more than 16 KB"), 413);
    if (!(error instanceof KakaoError)) throw error;
    logFailure("webhook.no_keys", { requestId, webhook: "account_state" }, error);
    throw new HttpError(503, "KAKAO_UNAVAILABLE", { "retry-after": "5" });
  }
}

/** The body is the token itself, in characters of base64url and dots. */
async function readToken({ headers, body }: Request): Promise<string> {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/secevent+jwt")
    throw new EventRefused("invalid_request", "content type");
  if (body === null) throw new EventRefused("invalid_request", "no body");
  return (await readLimited(body, { headers, maxBytes: MAX_BYTES })).toString("latin1").trim();
}

async function store(event: SecurityEvent, requestId: string): Promise<void> {
  const { kakaoId, jti, at, issuedAt, events } = event;
  const fields = {
    ...{ requestId, webhook: "account_state", person: personHashOf(kakaoId).slice(0, 16) },
    events: [...events.keys()].map(nameOf).join(" "),
  };
  if (issuedAt.getTime() < Date.now() - MAX_AGE_MS) {
    logRefusal("webhook.too_old", fields);
    return;
  }
  const saved = await saveAccountEvent(jti, { kakaoId, at, ...effectsOf(events) });
  logEvent(saved ? "webhook.accepted" : "webhook.repeated", {
    ...fields,
    isKnown: saved?.isKnown,
  });
}

/** Only names from our own table go into the log. */
function nameOf(uri: string): string {
  return eventTypes.has(uri) ? (uri.split("/").at(-1) ?? "unknown") : "unknown";
}

async function refuse(request: Request, error: EventRefused, status: number): Promise<Response> {
  await countRefusal(request, { webhook: "account_state", reason: error.reason });
  const body = { err: error.code, description: `${error.reason} does not hold` };
  return Response.json(body, { status, headers: { ...NO_STORE, "content-language": "en" } });
}
