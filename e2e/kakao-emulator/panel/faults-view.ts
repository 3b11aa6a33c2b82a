// The faults that are set, and the form that sets one.
import type { Fault } from "../faults/fault-schema";
import type { Answer } from "../http/answer";
import { type Html, html } from "../pages/html";
import { endpoints } from "../rules/endpoints";
import { faultFields } from "./fault-form";
import { actionForm, type FormState, showFormError, untouched } from "./fields";
import { answerPage } from "./frame";
import type { PanelCall } from "./panel-call";
import { linkPerson } from "./person-marks";

export function showFaults(call: PanelCall): Answer {
  return showFaultsWith(call, untouched);
}

export function showFaultsWith(call: PanelCall, state: FormState): Answer {
  const { text } = call;
  const form = { ...state, id: "fault" };
  const fields = html`${showFormError(text, form)}${faultFields(call, form)}
<button class="button main">${text.setFault}</button>`;
  const body = html`<h1>${text.faultsTitle}</h1>
<p class="lead">${text.faultsLead}</p>
${showSet(call)}
<h2>${text.setFault}</h2>
${actionForm("set-fault", {}, fields, "settings")}`;
  return answerPage(call, { title: text.faultsTitle, place: "faults", body });
}

function showSet(call: PanelCall): Html {
  const { text, state } = call;
  const faults = state.faults.list();
  if (faults.length === 0) return html`<p class="empty">${text.noFaults}</p>`;
  return html`<table class="stack"><thead><tr>
<th scope="col">${text.fault.endpoint}</th><th scope="col">${text.person}</th><th scope="col">${text.columns.app}</th>
<th scope="col">${text.effect}</th><th scope="col">${text.fault.times}</th><th scope="col">${text.removeFault}</th>
</tr></thead><tbody>${faults.map((fault) => showFault(call, fault))}</tbody></table>
${actionForm("clear-faults", {}, html`<button class="button">${text.clearFaults}</button>`)}`;
}

function showFault({ text, state }: PanelCall, fault: Fault): Html {
  const { id, endpoint, personId, clientId, times, ...effects } = fault;
  const person = state.people.find(personId);
  const whom = person === null ? (personId ?? text.anyone) : linkPerson(person);
  const app = state.apps.findByClientId(clientId ?? null)?.app.name ?? clientId ?? text.anyone;
  return html`<tr>
<td class="main-cell"><span class="wire">${endpoints[endpoint].path}</span></td>
<td data-label="${text.person}">${whom}</td>
<td data-label="${text.columns.app}" dir="auto">${app}</td>
<td data-label="${text.effect}">${Object.entries(effects).map(([name, value]) => showEffect(name, value))}</td>
<td data-label="${text.fault.times}">${times === undefined ? text.fault.always : `${times}${text.fault.timesLeft}`}</td>
<td>${actionForm("remove-fault", { faultId: id }, html`<button class="button">${text.removeFault}</button>`)}</td>
</tr>`;
}

function showEffect(name: string, value: unknown): Html | null {
  if (value === undefined) return null;
  return html`<code class="effect">${name}${value !== true && html`: ${JSON.stringify(value)}`}</code> `;
}
