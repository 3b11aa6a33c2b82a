// The kapi calls about tokens and links: access_token_info, logout, unlink, oidc/userinfo.
import type { Answer } from "../http/answer";
import { answerJson } from "../http/answer";
import type { Incoming } from "../http/incoming";
import { RawJson } from "../http/raw-json";
import { refuseKapi } from "../rules/rules";
import type { EmulatorState } from "../world/emulator-state";
import { disconnect } from "../world/link-life";
import { grantedItems } from "../world/links";
import { findCaller, findTokenCaller, readBearer } from "./caller";

export function answerAccessTokenInfo(state: EmulatorState, incoming: Incoming): Answer {
  if (readBearer(incoming) === null) return refuseKapi("kapi-bad-header");
  const found = findTokenCaller(state, incoming);
  if ("refusal" in found) return found.refusal;
  const { person, app, token } = found.caller;
  const leftMs = (token?.expiresAtMs ?? 0) - state.clock.nowMs();
  return answerJson({
    id: new RawJson(person.id),
    expires_in: Math.floor(leftMs / 1000),
    app_id: app.appId,
  });
}

/** With a token: ends that sign-in. With the admin key: ends all of the person's. */
export function answerLogout(state: EmulatorState, incoming: Incoming): Answer {
  const found = findCaller(state, incoming);
  if ("refusal" in found) return found.refusal;
  const { app, person, link, token } = found.caller;
  state.grants.removeWhere(
    (grant) =>
      grant.appId === app.appId &&
      grant.personId === person.id &&
      (token === null || grant.signInId === token.signInId),
  );
  state.tell(token === null ? "tokens-revoked" : "token-revoked", link);
  return answerJson({ id: new RawJson(person.id) });
}

export function answerUnlink(state: EmulatorState, incoming: Incoming): Answer {
  const found = findCaller(state, incoming);
  if ("refusal" in found) return found.refusal;
  const { person, link } = found.caller;
  disconnect(state, link, "UNLINK_FROM_SERVICE");
  return answerJson({ id: new RawJson(person.id) });
}

export function answerUserinfo(state: EmulatorState, incoming: Incoming): Answer {
  const found = findTokenCaller(state, incoming);
  if ("refusal" in found) return found.refusal;
  const { app, person, link } = found.caller;
  const granted = grantedItems(app, link);
  const email = granted.includes("account_email") ? person.email : null;
  return answerJson({
    sub: person.id,
    nickname: granted.includes("profile_nickname") ? (person.nickname ?? undefined) : undefined,
    picture: granted.includes("profile_image") ? (person.thumbnailUrl ?? undefined) : undefined,
    email: email ?? undefined,
    email_verified: email === null ? undefined : person.emailValid && person.emailVerified,
  });
}
