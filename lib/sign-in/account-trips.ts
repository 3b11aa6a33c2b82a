// The trips to Kakao of somebody who is signed in: one more consent, and proving again who one is.
// Called by the form handlers under /account.
import "server-only";
import { env } from "../env";
import { HttpError } from "../http/errors";
import { readForm } from "../http/form-body";
import { seeOther } from "../http/redirect";
import { isSameOrigin } from "../http/same-origin";
import { type FormSession, isLiveSession, readFormSession } from "../session/sign-out";
import { findAskableConsents, wasVouchedByIdToken } from "../users/consents";
import { beginTrip } from "./begin";
import { isInKakaoTalk } from "./in-kakaotalk";

const WITHDRAWAL_PAGE = "/account/withdraw";

type Asked = { session: FormSession | null; form: URLSearchParams };

/** @throws HttpError 403 when the form is not ours or not of this session, 413, 415 */
async function readAccountForm(request: Request): Promise<Asked> {
  const { headers } = request;
  if (!isSameOrigin(headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const form = await readForm(request);
  const session = readFormSession(headers.get("cookie"), form.get("csrfToken"));
  if (session === "refused") throw new HttpError(403, "FORBIDDEN");
  if (session === "none" || !(await isLiveSession(session))) return { session: null, form };
  return { session, form };
}

function askToSignIn(returnTo: string): Response {
  return seeOther(`/sign-in?${new URLSearchParams({ returnTo })}`);
}

/**
 * POST /account/consents, field `item`: Kakao asks for one more consent item. Only for one that
 * Kakao has called askable for this person: for any other it shows a page of errors (KOE205).
 *
 * @throws HttpError 403 also for an item that is not to be asked for
 * @throws DatabaseUnavailable
 */
export async function startConsent(request: Request): Promise<Response> {
  const { session, form } = await readAccountForm(request);
  if (!session) return askToSignIn("/account");
  const { userId } = session;
  const item = form.get("item") ?? "";
  const [askable, wasVouched] = await Promise.all([
    findAskableConsents(userId),
    wasVouchedByIdToken(userId),
  ]);
  const { scopes } = env().kakao;
  const isConfigured = scopes.length === 0 || scopes.includes(item);
  if (!askable.includes(item) || !isConfigured) throw new HttpError(403, "FORBIDDEN");
  return beginTrip(request, {
    intent: "consent",
    returnTo: "/account",
    userId,
    parameters: new URLSearchParams(),
    scopes: wasVouched || scopes.includes("openid") ? ["openid", item] : [item],
  });
}

/**
 * POST /account/withdraw/sign-in: Kakao asks anew who this is (WD-1). KakaoTalk's browser has no
 * `prompt=login`: nobody would be asked there, so that nothing would be proved.
 *
 * @throws HttpError 403
 * @throws DatabaseUnavailable
 */
export async function startFreshAuthentication(request: Request): Promise<Response> {
  const { session } = await readAccountForm(request);
  if (!session) return askToSignIn(WITHDRAWAL_PAGE);
  if (isInKakaoTalk(request.headers)) return seeOther(`${WITHDRAWAL_PAGE}?error=in_kakaotalk`);
  return beginTrip(request, {
    intent: "reauthenticate",
    returnTo: WITHDRAWAL_PAGE,
    userId: session.userId,
    parameters: new URLSearchParams({ prompt: "login" }),
  });
}
