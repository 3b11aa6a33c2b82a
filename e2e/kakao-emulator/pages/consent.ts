// The consent page: required items locked, optional ones tickable, two big buttons.

import type { Language } from "../http/incoming";
import type { App, ServiceTerm } from "../world/app-schema";
import type { AskedItem } from "../world/links";
import type { Person } from "../world/person-schema";
import type { Questions } from "../world/questions";
import type { Transaction } from "../world/transactions";
import { type Html, html } from "./html";
import { layout } from "./layout";
import { describePerson } from "./person";
import { describeRequest } from "./request-details";
import { consentItemNames, pageText } from "./text";

export type ConsentView = {
  app: App;
  transaction: Transaction;
  person: Person;
  questions: Questions;
  otherHref: string;
};

export function showConsent(language: Language, view: ConsentView): string {
  const text = pageText[language];
  const { app, person, transaction, questions } = view;
  const isEmpty = Object.values(questions).every((list) => list.length === 0);
  const title = text.consentTitle;
  const body = html`<p class="from">${app.name}</p>
<h1>${title}</h1>
<div class="seated">${describePerson(language, person)}</div>
<form method="post">
<input type="hidden" name="transaction" value="${transaction.id}">
${isEmpty && html`<p>${text.nothingToAsk}</p>`}
${questions.items.length > 0 && listItems(language, view)}
${questions.terms.length > 0 && listTerms(language, questions.terms)}
${questions.channels.length > 0 && listChannels(language, questions.channels)}
<div class="decide">
<button class="button main" name="decision" value="agree">${text.agree}</button>
<button class="button side" name="decision" value="cancel">${text.cancel}</button>
</div>
</form>
<p class="instead"><a href="${view.otherHref}">${text.otherAccount}</a></p>
${describeRequest(language, app, transaction)}`;
  return layout(language, { title, body });
}

function listItems(language: Language, { questions, person }: ConsentView): Html {
  return html`<fieldset><legend>${pageText[language].consentItems}</legend>
${questions.items.map((item) => showItem(language, item, person))}
</fieldset>`;
}

function listTerms(language: Language, terms: ServiceTerm[]): Html {
  return html`<fieldset><legend>${pageText[language].serviceTerms}</legend>
${terms.map(({ tag, title, required }) =>
  tickable(language, { name: "term", value: tag, label: title, required }),
)}
</fieldset>`;
}

function listChannels(language: Language, channels: string[]): Html {
  const text = pageText[language];
  return html`<fieldset><legend>${text.channels}</legend>
${channels.map((channel) =>
  tickable(language, { name: "channel", value: channel, label: channel, required: false }),
)}
</fieldset>`;
}

function showItem(language: Language, { id, required }: AskedItem, person: Person): Html {
  const label = consentItemNames[id][language];
  const preview = previewValue(language, id, person);
  return tickable(language, { name: "item", value: id, label, required, preview });
}

type Tickable = {
  name: string;
  value: string;
  label: string;
  required: boolean;
  preview?: string | null;
};

/** What is required is ticked and cannot be unticked. */
function tickable(language: Language, { name, value, label, required, preview }: Tickable): Html {
  const text = pageText[language];
  return html`<label class="item">
<input type="checkbox" name="${name}" value="${value}"${required && html` checked disabled`}>
<span class="who"><b>${label}</b><em class="${required ? "required" : "optional"}">${required ? text.required : text.optional}</em>
${preview !== null && preview !== undefined && html`<span class="value" dir="auto">${preview}</span>`}</span>
</label>`;
}

/** What the app would get; `null` where a line of text says nothing. */
function previewValue(language: Language, id: AskedItem["id"], person: Person): string | null {
  const values: Partial<Record<AskedItem["id"], string | null>> = {
    profile_nickname: person.nickname,
    account_email: person.email ?? pageText[language].noEmail,
    name: person.name,
    gender: person.gender,
    age_range: person.ageRange,
    birthday: person.birthday,
    birthyear: person.birthyear,
    phone_number: person.phoneNumber,
  };
  return values[id] ?? null;
}
