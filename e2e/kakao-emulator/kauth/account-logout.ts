// GET /oauth/logout: the browser comes from an app, is asked whether to sign out of the Kakao
// account too, and goes back to the app. What was chosen is not told to the app.
import { type Answer, answerCallback, answerHtml } from "../http/answer";
import { findRepeated, type Incoming, readParameter } from "../http/incoming";
import { refuseByPage } from "../pages/koe";
import { showLogout } from "../pages/logout";
import type { App, AppKey } from "../world/app-schema";
import { isRegisteredUri } from "../world/console-rules";
import type { EmulatorState } from "../world/emulator-state";
import { tellLinkedApps } from "../world/person-life";
import { refuseClient } from "./authorize";

export const logoutPath = "/_emulator/logout";

type LogoutRequest = { app: App; key: AppKey; redirectUri: string; state: string | null };
type Checked = { request: LogoutRequest } | { refusal: Answer };

export function answerAccountLogout(state: EmulatorState, incoming: Incoming): Answer {
  const checked = checkRequest(state, incoming, incoming.query);
  if ("refusal" in checked) return checked.refusal;
  const person = state.people.find(state.accountSessions.findSignedIn(incoming)?.personId);
  const { request } = checked;
  const subject = { clientId: request.key.key, personId: person?.id };
  if (person === null) return { ...goBack(request), subject };
  const html = showLogout(incoming.language, { ...request, person, action: logoutPath });
  return { ...answerHtml(html), subject };
}

/** The answer of the page; the request is checked again, since the form could say anything. */
export function submitAccountLogout(state: EmulatorState, incoming: Incoming): Answer {
  const checked = checkRequest(state, incoming, incoming.form);
  if ("refusal" in checked) return checked.refusal;
  const { request } = checked;
  const personId = state.accountSessions.find(incoming)?.personId ?? null;
  if (incoming.form.get("extent") === "account" && personId !== null) {
    state.accountSessions.signOut(incoming);
    tellLinkedApps(state, personId, "sessions-revoked");
  }
  return {
    ...goBack(request),
    subject: { clientId: request.key.key, personId: personId ?? undefined },
  };
}

function checkRequest(state: EmulatorState, incoming: Incoming, params: URLSearchParams): Checked {
  const clientId = readParameter(params, "client_id");
  const found = state.apps.findByClientId(clientId);
  if (found === null) return { refusal: refuseClient(state, incoming, clientId) };
  const { app, key } = found;
  const repeated = findRepeated(params, ["client_id", "logout_redirect_uri", "state"]);
  const values = { parameter: repeated ?? "logout_redirect_uri" };
  if (repeated !== null) {
    return { refusal: refuseByPage(incoming, "page-bad-parameter", app, values) };
  }
  const redirectUri = readParameter(params, "logout_redirect_uri");
  if (redirectUri === null) {
    return { refusal: refuseByPage(incoming, "page-missing-parameter", app, values) };
  }
  if (!isRegisteredUri(app.logoutRedirectUris, redirectUri)) {
    return { refusal: refuseByPage(incoming, "page-logout-redirect-uri", app) };
  }
  return { request: { app, key, redirectUri, state: params.get("state") } };
}

function goBack({ redirectUri, state }: LogoutRequest): Answer {
  return answerCallback("account_logout", redirectUri, state === null ? {} : { state });
}
