// The consent page: required items locked, optional ones tickable, two big buttons.

import type { Language } from "../http/incoming";
import type { App } from "../world/app-schema";
import type { AskedItem } from "../world/links";
import type { Person } from "../world/person-schema";
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
  items: AskedItem[];
  otherHref: string;
};

export function showConsent(language: Language, view: ConsentView): string {
  const text = pageText[language];
  const { app, person, transaction, items } = view;
  const title = text.consentTitle;
  const body = html`<p class="from">${app.name}</p>
<h1>${title}</h1>
<div class="seated">${describePerson(language, person)}</div>
<form method="post">
<input type="hidden" name="transaction" value="${transaction.id}">
${items.length === 0 ? html`<p>${text.nothingToAsk}</p>` : listItems(language, view)}
<div class="decide">
<button class="button main" name="decision" value="agree">${text.agree}</button>
<button class="button side" name="decision" value="cancel">${text.cancel}</button>
</div>
</form>
<p class="instead"><a href="${view.otherHref}">${text.otherAccount}</a></p>
${describeRequest(language, app, transaction)}`;
  return layout(language, { title, body });
}

function listItems(language: Language, { items, person }: ConsentView): Html {
  return html`<fieldset><legend>${pageText[language].consentItems}</legend>
${items.map((item) => showItem(language, item, person))}
</fieldset>`;
}

function showItem(language: Language, { id, required }: AskedItem, person: Person): Html {
  const text = pageText[language];
  const name = consentItemNames[id][language];
  const value = previewValue(language, id, person);
  return html`<label class="item">
<input type="checkbox" name="item" value="${id}"${required && html` checked disabled`}>
<span class="who"><b>${name}</b><em class="${required ? "required" : "optional"}">${required ? text.required : text.optional}</em>
${value !== null && html`<span class="value" dir="auto">${value}</span>`}</span>
</label>`;
}

function previewValue(language: Language, id: AskedItem["id"], person: Person): string | null {
  if (id === "profile_nickname") return person.nickname;
  if (id === "account_email") return person.email ?? pageText[language].noEmail;
  return null;
}
