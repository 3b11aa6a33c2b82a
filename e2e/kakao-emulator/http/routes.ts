// Which path is answered by whom, in Kakao's namespace and on the emulator's own pages. What is
// not in this list is not built, and answers 404.

import type { FaultEffects, FaultEndpoint } from "../faults/fault-schema";
import { identifyKapiRequest } from "../kapi/caller";
import { answerAccessTokenInfo, answerLogout, answerUnlink, answerUserinfo } from "../kapi/tokens";
import { answerUserMe } from "../kapi/user-me";
import { authorize } from "../kauth/authorize";
import { consentPath, signInPath } from "../kauth/authorize-steps";
import { showConsentPage, submitConsentPage } from "../kauth/consent";
import { answerDiscovery, answerJwks } from "../kauth/discovery";
import { showSignInPage, submitSignInPage } from "../kauth/sign-in";
import { answerToken, identifyTokenRequest } from "../kauth/token";
import { showHome } from "../pages/home";
import { stylePath, styleSheet } from "../pages/style";
import type { EmulatorState } from "../world/emulator-state";
import type { Answer, Subject } from "./answer";
import { answerJson } from "./answer";
import type { Incoming } from "./incoming";

type Handle = (state: EmulatorState, incoming: Incoming, fault: FaultEffects) => Answer;

/** A call that an app's server makes: faults strike before it is processed. */
export type Api = {
  endpoint: FaultEndpoint;
  identify: (state: EmulatorState, incoming: Incoming) => Subject;
  handle: Handle;
};

/** What a browser visits: only the way back to the app can be struck by a fault. */
type Page = { GET: Handle; POST?: Handle };

const nobody = () => ({});
const kapi = (endpoint: FaultEndpoint, handle: Handle): Api => ({
  endpoint,
  identify: identifyKapiRequest,
  handle,
});

export const apis: Record<string, Api> = {
  "/oauth/token": { endpoint: "token", identify: identifyTokenRequest, handle: answerToken },
  "/.well-known/openid-configuration": {
    endpoint: "discovery",
    identify: nobody,
    handle: answerDiscovery,
  },
  "/.well-known/jwks.json": { endpoint: "jwks", identify: nobody, handle: answerJwks },
  "/v2/user/me": kapi("user_me", answerUserMe),
  "/v1/user/access_token_info": kapi("access_token_info", answerAccessTokenInfo),
  "/v1/user/logout": kapi("logout", answerLogout),
  "/v1/user/unlink": kapi("unlink", answerUnlink),
  "/v1/oidc/userinfo": kapi("userinfo", answerUserinfo),
};

export const pages: Record<string, Page> = {
  "/": { GET: showHome },
  "/oauth/authorize": { GET: authorize },
  [signInPath]: { GET: showSignInPage, POST: submitSignInPage },
  [consentPath]: { GET: showConsentPage, POST: submitConsentPage },
  [stylePath]: { GET: sendStyleSheet },
};

function sendStyleSheet(): Answer {
  const contentType = "text/css;charset=UTF-8";
  return { status: 200, content: { kind: "text", text: styleSheet, contentType } };
}

export function findPageHandle(path: string, method: string): Handle | "method" | null {
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  if (page === undefined) return null;
  return (method === "GET" || method === "POST" ? page[method] : undefined) ?? "method";
}

export function answerNotBuilt(incoming: Incoming): Answer {
  const message = `the emulator does not have ${incoming.method} ${incoming.path}`;
  return answerJson({ error: "not_found", message }, 404);
}

export function answerWrongMethod(incoming: Incoming): Answer {
  const message = `${incoming.path} does not take ${incoming.method}`;
  return answerJson({ error: "method_not_allowed", message }, 405);
}
