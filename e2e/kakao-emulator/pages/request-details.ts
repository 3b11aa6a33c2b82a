// The folded details of an authorization request, on the sign-in and consent pages.

import type { Language } from "../http/incoming";
import type { App } from "../world/app-schema";
import type { Transaction } from "../world/transactions";
import type { Html } from "./html";
import { foldedDetails } from "./layout";
import { pageText } from "./text";

export function describeRequest(language: Language, app: App, request: Transaction): Html {
  const text = pageText[language];
  const length = (value: string | null) =>
    value === null ? text.none : `${value.length} ${text.characters}`;
  return foldedDetails(text.details, [
    ["app", `${app.name} (${app.appId})`],
    ["client_id", request.clientId],
    ["redirect_uri", request.redirectUri],
    ["scope", request.scopes?.join(" ") ?? text.none],
    ["prompt", request.prompts.join(" ") || text.none],
    ["state", length(request.state)],
    ["nonce", length(request.nonce)],
    ["code_challenge (S256)", request.codeChallenge ?? text.none],
  ]);
}
