// The tokens of a person that live by the emulator's clock, and a form that issues new ones.
import { type Html, html } from "../pages/html";
import type { LiveToken } from "../world/grants";
import type { Person } from "../world/person-schema";
import { keyChoices } from "./choices";
import { actionForm, type FormState, selectField, showFormError, textField } from "./fields";
import type { PanelCall } from "./panel-call";
import { describeTime, describeTimeLeft } from "./times";

export function showTokens(call: PanelCall, person: Person): Html {
  const { text, state } = call;
  const tokens = state.grants.listLive(state.clock.nowMs(), person.id);
  if (tokens.length === 0) return html`<p class="empty">${text.noTokens}</p>`;
  return html`<table class="stack tokens"><thead><tr>
<th scope="col">${text.token}</th><th scope="col">${text.columns.app}</th><th scope="col">${text.scope}</th><th scope="col">${text.expiresAt}</th>
</tr></thead><tbody>${tokens.map((token) => showToken(call, token))}</tbody></table>`;
}

function showToken({ text, state }: PanelCall, token: LiveToken): Html {
  const kind = token.kind === "access" ? text.accessToken : text.refreshToken;
  const appName = state.apps.findById(token.appId)?.name ?? token.appId;
  return html`<tr>
<td class="main-cell">${kind}<br><code>${token.token}</code></td>
<td data-label="${text.columns.app}" dir="auto">${appName}</td>
<td data-label="${text.scope}"><span class="wire">${token.scope || "–"}</span></td>
<td data-label="${text.expiresAt}">${describeTimeLeft(text, token.expiresAtMs, state.clock.nowMs())}<br><span class="wire unbroken quiet">${describeTime(token.expiresAtMs)}</span></td>
</tr>`;
}

export function showIssuing(call: PanelCall, person: Person, state: FormState): Html {
  const { text } = call;
  const form = { ...state, id: "issue" };
  const fields = html`${showFormError(text, form)}<p class="quiet">${text.issueTokensLead}</p>
<div class="columns">${selectField(form, { name: "clientId", label: text.fault.clientId, choices: keyChoices(call) })}
${textField(form, { name: "nonce", label: "nonce" })}</div>
<button class="button main">${text.issue}</button>`;
  return html`<details class="fold"${form.error !== null && html` open`}><summary>${text.issueTokens}</summary>
${actionForm("issue-tokens", { personId: person.id }, fields, "settings")}</details>`;
}
