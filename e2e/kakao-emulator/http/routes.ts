// Which path is answered by whom, in Kakao's namespace and on the emulator's own pages. Kakao's
// paths and methods come from the endpoints table; what is not in it answers 404.
import type { FaultEffects } from "../faults/fault-schema";
import { identifyKapiRequest } from "../kapi/caller";
import { kapiCalls } from "../kapi/calls";
import { answerAccountLogout, logoutPath, submitAccountLogout } from "../kauth/account-logout";
import { authorize } from "../kauth/authorize";
import { consentPath, signInPath } from "../kauth/authorize-steps";
import { showConsentPage, submitConsentPage } from "../kauth/consent";
import { answerDiscovery, answerJwks, answerSseConfiguration } from "../kauth/discovery";
import { showSignInPage, submitSignInPage } from "../kauth/sign-in";
import { answerToken, identifyTokenRequest } from "../kauth/token";
import { answerTokenInfo } from "../kauth/token-info";
import { showHome } from "../pages/home";
import { type EndpointId, endpointIds, endpoints } from "../rules/endpoints";
import { refuseToken } from "../rules/rules";
import type { EmulatorState } from "../world/emulator-state";
import type { Answer, Subject } from "./answer";
import { answerJson } from "./answer";
import type { Incoming } from "./incoming";

type Handle = (state: EmulatorState, incoming: Incoming, fault: FaultEffects) => Answer;

/** What a browser visits at Kakao; the other endpoints are called by apps. */
type VisitedId = "authorize" | "account_logout";
type CalledId = Exclude<EndpointId, VisitedId>;

/** A call that an app's server makes: faults strike before it is processed. */
export type Api = {
  endpoint: EndpointId;
  identify: (state: EmulatorState, incoming: Incoming) => Subject;
  handle: Handle;
};

/** What a browser visits: only the way back to the app can be struck by a fault. */
type Page = { GET?: Handle; POST?: Handle };

const nobody = () => ({});

const calls: Record<CalledId, { identify?: Api["identify"]; handle: Handle }> = {
  token: { identify: identifyTokenRequest, handle: answerToken },
  discovery: { identify: nobody, handle: answerDiscovery },
  token_info: { identify: nobody, handle: answerTokenInfo },
  sse_configuration: { identify: nobody, handle: answerSseConfiguration },
  jwks: { identify: nobody, handle: answerJwks },
  ...kapiCalls,
};

const visits: Record<VisitedId, Page> = {
  authorize: { GET: authorize },
  account_logout: { GET: answerAccountLogout },
};

const apis = new Map<string, Api>();
const pages = new Map<string, Page>([
  ["/", { GET: showHome }],
  [signInPath, { GET: showSignInPage, POST: submitSignInPage }],
  [consentPath, { GET: showConsentPage, POST: submitConsentPage }],
  [logoutPath, { POST: submitAccountLogout }],
]);

for (const endpoint of endpointIds) {
  const { path } = endpoints[endpoint];
  const call = (calls as Partial<Record<EndpointId, (typeof calls)["token"]>>)[endpoint];
  if (call !== undefined) {
    apis.set(path, { endpoint, identify: identifyKapiRequest, ...call });
  }
  const visit = visits[endpoint as VisitedId];
  if (visit !== undefined) pages.set(path, visit);
}

export function findApi(path: string): Api | null {
  return apis.get(path) ?? null;
}

export function findPageHandle(path: string, method: string): Handle | "method" | null {
  const page = pages.get(path);
  if (page === undefined) return null;
  return (method === "GET" || method === "POST" ? page[method] : undefined) ?? "method";
}

/** Below /oauth/ Kakao has a code of its own for an address that does not exist. */
export function answerNotBuilt(incoming: Incoming): Answer {
  if (incoming.path.startsWith("/oauth/")) return refuseToken("token-wrong-url");
  const message = `the emulator does not have ${incoming.method} ${incoming.path}`;
  return answerJson({ error: "not_found", message }, 404);
}

export function answerWrongMethod(incoming: Incoming): Answer {
  const message = `${incoming.path} does not take ${incoming.method}`;
  return answerJson({ error: "method_not_allowed", message }, 405);
}
