// One app: what to put into its environment, its keys, and a form for all of its common settings.
import { describeEnvironment } from "../control/environment";
import type { Answer } from "../http/answer";
import { type Html, html } from "../pages/html";
import type { App } from "../world/app-schema";
import { changingFields, fillApp } from "./app-form";
import { actionForm, type FormState, showFormError, untouched } from "./fields";
import { answerPage } from "./frame";
import { type PanelCall, requireApp } from "./panel-call";

export function showApp(call: PanelCall): Answer {
  return showAppWith(call, requireApp(call, call.params[0]), untouched);
}

export function showAppWith(call: PanelCall, app: App, form: FormState): Answer {
  const { text, incoming } = call;
  const body = html`<h1 dir="auto">${app.name}</h1>
<p class="lead">${text.appId} <span class="wire">${app.appId}</span></p>
<h2>${text.environment}</h2>
<pre class="wire">${describeEnvironment(incoming.origin, app).join("\n")}</pre>
<h2>${text.app.keys}</h2>
${showKeys(call, app)}
<h2>${text.appSettings}</h2>
${showSettings(call, app, form)}`;
  return answerPage(call, { title: app.name, place: "apps", body });
}

function showKeys({ text }: PanelCall, app: App): Html {
  const keys = app.keys.map(({ kind, key, clientSecret, clientSecretOn, redirectUris }) => {
    const isSecret = kind === "rest" && clientSecretOn;
    return html`<tr>
<td class="main-cell">${kind}</td>
<td data-label="client_id"><code>${key}</code></td>
<td data-label="${text.app.clientSecret}"><code>${isSecret ? clientSecret : text.off}</code></td>
<td data-label="${text.app.redirectUris}">${redirectUris.length}</td>
</tr>`;
  });
  const terms = app.serviceTerms.map(
    ({ tag, title, required }) =>
      html`<li><code>${tag}</code> ${title} <span class="quiet">${required ? text.levels.required : text.levels.optional}</span></li>`,
  );
  return html`<table class="stack"><thead><tr>
<th scope="col">${text.app.keys}</th><th scope="col">client_id</th><th scope="col">${text.app.clientSecret}</th><th scope="col">${text.app.redirectUris}</th>
</tr></thead><tbody>${keys}
<tr><td class="main-cell">${text.app.adminKey}</td><td data-label="KakaoAK"><code>${app.adminKey}</code></td><td></td><td></td></tr></tbody></table>
${terms.length > 0 && html`<h2>${text.app.serviceTerms}</h2><ul class="plain">${terms}</ul>`}`;
}

function showSettings({ text, incoming }: PanelCall, app: App, state: FormState): Html {
  const values = state.error === null ? fillApp(app) : state.values;
  const form = { ...state, values, id: "app" };
  const fields = html`${showFormError(text, form)}${changingFields(text, incoming.language, form)}
<button class="button main">${text.save}</button>`;
  return actionForm("change-app", { appId: String(app.appId) }, fields, "settings");
}
