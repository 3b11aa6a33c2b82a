// The apps, each with the settings that decide what Kakao answers; and a form that makes one.
import type { Answer } from "../http/answer";
import { type Html, html } from "../pages/html";
import type { App } from "../world/app-schema";
import { makingFields } from "./app-form";
import { actionForm, type FormState, showFormError, untouched } from "./fields";
import { answerPage } from "./frame";
import type { PanelCall } from "./panel-call";

export function showApps(call: PanelCall): Answer {
  return showAppsWith(call, untouched);
}

export function showAppsWith(call: PanelCall, form: FormState): Answer {
  const { text, state } = call;
  const body = html`<h1>${text.appsTitle}</h1>
<p class="lead">${text.appsLead}</p>
<table class="stack"><thead><tr>
<th scope="col">${text.app.name}</th><th scope="col">${text.appId}</th><th scope="col">${text.app.switches}</th>
<th scope="col">${text.app.redirectUris}</th><th scope="col">${text.people}</th>
</tr></thead><tbody>${state.apps.list().map((app) => showRow(call, app))}</tbody></table>
${showMaking(call, form)}`;
  return answerPage(call, { title: text.appsTitle, place: "apps", body });
}

function showRow({ text, state }: PanelCall, app: App): Html {
  const linked = state.links.list().filter((link) => link.appId === app.appId).length;
  const [first = "–", ...others] = app.keys.flatMap((key) => key.redirectUris);
  return html`<tr>
<td class="main-cell"><a href="/_emulator/apps/${app.appId}" dir="auto">${app.name}</a></td>
<td data-label="${text.appId}"><span class="wire">${app.appId}</span></td>
<td data-label="${text.app.switches}">${showSwitches(text, app)}</td>
<td data-label="${text.app.redirectUris}"><span class="wire">${first}</span>${others.length > 0 && html` <span class="quiet">+${others.length}</span>`}</td>
<td data-label="${text.people}">${linked}</td>
</tr>`;
}

function showSwitches({ app: words, on, off }: PanelCall["text"], app: App): Html {
  const marks = [
    ...(app.loginEnabled ? [] : [`${words.loginEnabled} ${off}`]),
    `OIDC ${app.oidc ? on : off}`,
    ...(app.business ? [words.business] : []),
    ...(app.kakaoSync ? [words.kakaoSync] : []),
    ...(app.autoLink ? [] : [`${words.autoLink} ${off}`]),
    ...(app.testMembers === null ? [] : [words.isTestApp]),
  ];
  return html`${marks.map((mark) => html`<span class="mark">${mark}</span> `)}`;
}

function showMaking({ text }: PanelCall, state: FormState): Html {
  const form = { ...state, id: "make" };
  const fields = html`${showFormError(text, form)}${makingFields(text, form)}
<button class="button main">${text.make}</button>`;
  return html`<details class="fold" id="make"${form.error !== null && html` open`}><summary>${text.makeApp}</summary>
${actionForm("make-app", {}, fields, "settings")}</details>`;
}
