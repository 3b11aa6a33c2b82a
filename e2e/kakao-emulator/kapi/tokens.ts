// The kapi calls about tokens and links: access_token_info, logout, unlink.
import { type JsonObject, RawJson } from "../http/raw-json";
import { disconnect } from "../world/link-life";
import type { PersonCall } from "./caller";

export function answerAccessTokenInfo({ state, app, person, token }: PersonCall): JsonObject {
  const leftMs = (token?.expiresAtMs ?? 0) - state.clock.nowMs();
  return {
    id: new RawJson(person.id),
    expires_in: Math.floor(leftMs / 1000),
    app_id: app.appId,
  };
}

/** With a token: ends that sign-in. With the admin key: ends all of the person's. */
export function answerLogout({ state, app, person, link, token }: PersonCall): JsonObject {
  state.grants.removeWhere(
    (grant) =>
      grant.appId === app.appId &&
      grant.personId === person.id &&
      (token === null || grant.signInId === token.signInId),
  );
  state.tell(token === null ? "tokens-revoked" : "token-revoked", link);
  return { id: new RawJson(person.id) };
}

export function answerUnlink({ state, person, link }: PersonCall): JsonObject {
  disconnect(state, link, "UNLINK_FROM_SERVICE");
  return { id: new RawJson(person.id) };
}
