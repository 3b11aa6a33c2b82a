// The front page: what this is, and what to put into an app's environment.

import { describeEnvironment } from "../control/environment";
import type { Answer } from "../http/answer";
import { answerHtml } from "../http/answer";
import type { Incoming } from "../http/incoming";
import type { App } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import { type Html, html } from "./html";
import { foldedDetails, layout } from "./layout";
import { pageText } from "./text";

export function showHome(state: EmulatorState, incoming: Incoming): Answer {
  const { language, origin } = incoming;
  const text = pageText[language];
  const apps = state.apps.list();
  const environment = describeEnvironment(origin, apps[0]).join("\n");
  const body = html`<h1>${text.homeTitle}</h1>
<p class="quiet">${text.homeLead}</p>
<pre tabindex="0">${environment}</pre>
<a class="button side" href="/_emulator">${text.openPanel}</a>
<h2>${text.apps}</h2>
${apps.map((app) => describeApp(app, text.redirectUris))}`;
  return answerHtml(layout(language, { title: text.homeTitle, body }));
}

function describeApp(app: App, redirectUris: string): Html {
  const items = Object.entries(app.consentItems).map(([item, level]) => `${item}: ${level}`);
  return foldedDetails(`${app.name} (${app.appId})`, [
    ["OpenID Connect", app.oidc ? "on" : "off"],
    ["client_id", app.keys.map((key) => key.key).join(" · ")],
    ["consent items", items.join(", ")],
    [redirectUris, app.keys.flatMap((key) => key.redirectUris).join(" ")],
  ]);
}
