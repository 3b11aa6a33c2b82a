// POST /account/devices: signs one device out, or all of them. The forms are on /account.
import { handlePageErrors } from "#lib/http/error-page";
import { HttpError, methodNotAllowed } from "#lib/http/errors";
import { readForm } from "#lib/http/form-body";
import { logEvent } from "#lib/http/log";
import { seeOther } from "#lib/http/redirect";
import { requestIdOf } from "#lib/http/request-id";
import { isSameOrigin } from "#lib/http/same-origin";
import { endedSessionCookie } from "#lib/session/cookie";
import {
  type FormSession,
  isLiveSession,
  readFormSession,
  signOutDevice,
  signOutEverywhere,
} from "#lib/session/sign-out";
import { staySignedOutCookies } from "#lib/sign-in/silent-try";

const signedOutCookies = ({ headers }: Request) => [
  endedSessionCookie(),
  ...staySignedOutCookies(headers),
];

async function signOutDevices(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const form = await readForm(request);
  const session = readFormSession(request.headers.get("cookie"), form.get("csrfToken"));
  if (session === "refused") throw new HttpError(403, "FORBIDDEN");
  if (session === "none" || !(await isLiveSession(session))) return seeOther("/sign-in");
  const device = form.get("device") ?? "";
  return device === "all" ? endAll(session, request) : endOne(session, device, request);
}

async function endAll(session: FormSession, request: Request): Promise<Response> {
  await signOutEverywhere(session);
  const requestId = requestIdOf(request.headers);
  logEvent("sign_out.everywhere", { requestId, user: session.userId });
  return seeOther("/", signedOutCookies(request));
}

async function endOne(session: FormSession, device: string, request: Request): Promise<Response> {
  if (!(await signOutDevice(session, device))) throw new HttpError(404, "NOT_FOUND");
  const requestId = requestIdOf(request.headers);
  logEvent("sign_out.device", { requestId, user: session.userId });
  const isOwn = device === session.sessionId;
  return seeOther(isOwn ? "/" : "/account", isOwn ? signedOutCookies(request) : []);
}

export const POST = handlePageErrors(signOutDevices);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
