// Every call of kapi and who answers it. Called by http/routes.ts; an endpoint in the table without
// an entry here does not compile.
import { type Answer, answerJson } from "../http/answer";
import type { Incoming } from "../http/incoming";
import type { JsonObject } from "../http/raw-json";
import { refuseKapi } from "../rules/rules";
import type { EmulatorState } from "../world/emulator-state";
import {
  type AppCall,
  authenticateApp,
  authenticatePerson,
  type KapiEndpointId,
  type PersonCall,
} from "./caller";
import { KapiRefusal } from "./refusal";
import { answerRevokeScopes, answerScopes } from "./scopes";
import {
  answerRevokeServiceTerms,
  answerServiceTerms,
  answerUpgradeServiceTerms,
} from "./service-terms";
import { answerShippingAddresses } from "./shipping-addresses";
import { answerSignUp, answerUpdateProfile } from "./sign-up";
import { answerTalkProfile } from "./talk-profile";
import { answerAccessTokenInfo, answerLogout, answerUnlink } from "./tokens";
import { answerAppUsers, answerUserIds } from "./user-lists";
import { answerUserMe } from "./user-me";
import { answerUserinfo } from "./userinfo";

type Handle = (state: EmulatorState, incoming: Incoming) => Answer;

/** What a call answers when it is not refused: the body of a 200. */
type Body = JsonObject | JsonObject[];

export const kapiCalls: Record<KapiEndpointId, { handle: Handle }> = {
  user_me: aboutPerson("user_me", answerUserMe),
  old_user_me: { handle: () => refuseKapi("kapi-ended") },
  userinfo: aboutPerson("userinfo", answerUserinfo),
  access_token_info: aboutPerson("access_token_info", answerAccessTokenInfo),
  logout: aboutPerson("logout", answerLogout),
  unlink: aboutPerson("unlink", answerUnlink),
  signup: aboutPerson("signup", answerSignUp),
  update_profile: aboutPerson("update_profile", answerUpdateProfile),
  scopes: aboutPerson("scopes", answerScopes),
  revoke_scopes: aboutPerson("revoke_scopes", answerRevokeScopes),
  service_terms: aboutPerson("service_terms", answerServiceTerms),
  upgrade_service_terms: aboutPerson("upgrade_service_terms", answerUpgradeServiceTerms),
  revoke_service_terms: aboutPerson("revoke_service_terms", answerRevokeServiceTerms),
  user_ids: aboutApp("user_ids", answerUserIds),
  app_users: aboutApp("app_users", answerAppUsers),
  shipping_address: aboutPerson("shipping_address", answerShippingAddresses),
  talk_profile: aboutPerson("talk_profile", answerTalkProfile),
};

function aboutPerson(endpoint: KapiEndpointId, answer: (call: PersonCall) => Body) {
  const handle: Handle = (state, incoming) =>
    answerOrRefuse(() => answer(authenticatePerson(state, incoming, endpoint)));
  return { handle };
}

function aboutApp(endpoint: KapiEndpointId, answer: (call: AppCall) => Body) {
  const handle: Handle = (state, incoming) =>
    answerOrRefuse(() => answer(authenticateApp(state, incoming, endpoint)));
  return { handle };
}

function answerOrRefuse(answer: () => Body): Answer {
  try {
    return answerJson(answer());
  } catch (error) {
    if (error instanceof KapiRefusal) return error.answer;
    throw error;
  }
}
