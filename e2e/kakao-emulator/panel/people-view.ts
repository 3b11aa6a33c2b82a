// Everybody with an account here: who is connected to what, whose tokens live; and a form that
// makes somebody new.
import type { Answer } from "../http/answer";
import { type Html, html } from "../pages/html";
import type { Person } from "../world/person-schema";
import { actionForm, type FormState, showFormError, untouched } from "./fields";
import { answerPage } from "./frame";
import type { PanelCall } from "./panel-call";
import { makingFields } from "./person-form";
import { linkPerson, showMarks } from "./person-marks";

/** More would make the page slow; the search finds the others. */
const maxShown = 200;

export function showPeople(call: PanelCall): Answer {
  return showPeopleWith(call, untouched);
}

export function showPeopleWith(call: PanelCall, form: FormState): Answer {
  const { text, incoming } = call;
  const typed = incoming.query.get("q")?.trim() ?? "";
  const body = html`<h1>${text.peopleTitle}</h1>
<p class="lead">${text.peopleLead}</p>
<div class="toolbar"><form class="filters" role="search" action="/_emulator/people">
<div class="field"><label for="search">${text.search}</label><input type="text" id="search" name="q" value="${typed}" placeholder="${text.searchHint}" autocomplete="off" autocapitalize="none" spellcheck="false"></div>
<button class="button">${text.filter}</button>
</form></div>
${showTable(call, findPeople(call, typed))}
${showMaking(call, form)}`;
  return answerPage(call, { title: text.peopleTitle, place: "people", body });
}

function findPeople({ state }: PanelCall, typed: string): Person[] {
  const wanted = typed.toLowerCase();
  return state.people
    .list()
    .filter(({ nickname, loginId, email, id }) =>
      [nickname, loginId, email, id].some((text) => text?.toLowerCase().includes(wanted)),
    );
}

function showTable(call: PanelCall, people: Person[]): Html {
  const { text } = call;
  if (people.length === 0) return html`<p class="empty">${text.nobody}</p>`;
  const context = gatherContext(call);
  const hidden = people.length - maxShown;
  return html`<table class="stack"><thead><tr>
<th scope="col">${text.person}</th><th scope="col">${text.fields.loginId}</th><th scope="col">${text.kakaoId}</th>
<th scope="col">${text.links}</th><th scope="col">${text.liveTokens}</th>
</tr></thead><tbody>
${people.slice(0, maxShown).map((person) => showRow(call, person, context))}
</tbody></table>
${hidden > 0 && html`<p class="quiet">${hidden} ${text.morePeople}</p>`}`;
}

type Context = { appNames: Map<string, string[]>; tokens: Map<string, number> };

/** Gathered once for the page: a load test leaves thousands of people. */
function gatherContext({ state }: PanelCall): Context {
  const appNames = new Map<string, string[]>();
  for (const { personId, appId } of state.links.list()) {
    const name = state.apps.findById(appId)?.name ?? String(appId);
    appNames.set(personId, [...(appNames.get(personId) ?? []), name]);
  }
  const tokens = new Map<string, number>();
  for (const { personId } of state.grants.listLive(state.clock.nowMs())) {
    tokens.set(personId, (tokens.get(personId) ?? 0) + 1);
  }
  return { appNames, tokens };
}

function showRow({ text }: PanelCall, person: Person, { appNames, tokens }: Context): Html {
  const apps = appNames.get(person.id) ?? [];
  return html`<tr>
<td class="main-cell"><span class="name">${linkPerson(person)}</span> ${showMarks(text, person)}</td>
<td data-label="${text.fields.loginId}"><span class="wire">${person.loginId}</span></td>
<td data-label="${text.kakaoId}"><span class="wire unbroken">${person.id}</span></td>
<td data-label="${text.links}">${apps.length === 0 ? html`<span class="quiet">–</span>` : apps.join(", ")}</td>
<td data-label="${text.liveTokens}">${tokens.get(person.id) ?? html`<span class="quiet">–</span>`}</td>
</tr>`;
}

function showMaking({ text }: PanelCall, state: FormState): Html {
  const form = { ...state, id: "make" };
  const isOpen = form.error !== null;
  const fields = html`${showFormError(text, form)}${makingFields(text, form)}
<button class="button main">${text.make}</button>`;
  return html`<details class="fold" id="make"${isOpen && html` open`}><summary>${text.makePerson}</summary>
${actionForm("make-person", {}, fields, "settings")}</details>`;
}
