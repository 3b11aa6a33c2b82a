// One person: who they are linked to, which tokens live, what was asked about them, and forms for
// all that can happen to an account.
import type { Answer } from "../http/answer";
import { type Html, html } from "../pages/html";
import type { Person } from "../world/person-schema";
import { actionForm, type FormState, selectField, showFormError, untouched } from "./fields";
import { answerPage } from "./frame";
import { showLedgerHead, showLedgerRows } from "./ledger-rows";
import { type PanelCall, requirePerson } from "./panel-call";
import { changingFields, fillPerson } from "./person-form";
import { showLinks } from "./person-links";
import { nameOf, showMarks } from "./person-marks";
import { showIssuing, showTokens } from "./person-tokens-view";

const recentEntries = 10;

/** The form that was refused, by the name of its action. */
export type RefusedForm = { action: string; form: FormState };

export function showPerson(call: PanelCall): Answer {
  return showPersonWith(call, requirePerson(call, call.params[0]), null);
}

export function showPersonWith(
  call: PanelCall,
  person: Person,
  refused: RefusedForm | null,
): Answer {
  const { text } = call;
  const formOf = (action: string) => (refused?.action === action ? refused.form : untouched);
  const body = html`<h1 dir="auto">${nameOf(person)}</h1>
<p class="lead"><span class="wire">${person.id}</span> · <span class="wire">${person.loginId}</span> ${person.email !== null && html`· <span class="wire">${person.email}</span>`} ${showMarks(text, person)}</p>
${showFormError(text, formOf("unlink-person"))}
<h2>${text.links}</h2>
${showLinks(call, person)}
<h2 id="tokens">${text.tokens}</h2>
${showTokens(call, person)}
${showIssuing(call, person, formOf("issue-tokens"))}
${showChanging(call, person, formOf("change-person"))}
${showDeleting(call, person, formOf("delete-person"))}
<h2>${text.recent}</h2>
${showRecent(call, person)}`;
  return answerPage(call, { title: nameOf(person), place: "people", body });
}

function showChanging({ text }: PanelCall, person: Person, state: FormState): Html {
  const values = state.error === null ? fillPerson(person) : state.values;
  const form = { ...state, values, id: "change" };
  const fields = html`${showFormError(text, form)}${changingFields(text, form)}
<button class="button main">${text.save}</button>`;
  return html`<details class="fold"${form.error !== null && html` open`}><summary>${text.editPerson}</summary>
${actionForm("change-person", { personId: person.id }, fields, "settings")}</details>`;
}

/** Folded, so that it takes two steps. */
function showDeleting({ text }: PanelCall, person: Person, state: FormState): Html {
  const form = { ...state, id: "delete" };
  const choices = Object.entries(text.deleteReasons).map(([value, label]) => ({ value, label }));
  const fields = html`${showFormError(text, form)}<p class="quiet">${text.deletePersonLead}</p>
${selectField(form, { name: "reason", label: text.deleteReason, choices })}
<button class="button grave">${text.deletePerson}</button>`;
  return html`<details class="fold"${form.error !== null && html` open`}><summary>${text.deletePerson}</summary>
${actionForm("delete-person", { personId: person.id }, fields, "settings")}</details>`;
}

function showRecent(call: PanelCall, person: Person): Html {
  const { text, state } = call;
  const entries = state.ledger.read({ personId: person.id }).slice(-recentEntries).reverse();
  if (entries.length === 0) return html`<p class="empty">${text.ledgerNothing}</p>`;
  return html`${showLedgerHead(call)}
<ol class="entries" aria-label="${text.recent}" reversed>${showLedgerRows(call, entries)}</ol>
<p class="pages"><a href="/_emulator?person=${person.id}">${text.allOfPerson}</a></p>`;
}
