// The sign-in page and the account chooser: people as cards, a field to type, a form to make one.

import type { Language } from "../http/incoming";
import type { App } from "../world/app-schema";
import type { Person } from "../world/person-schema";
import type { Transaction } from "../world/transactions";
import { type Html, html } from "./html";
import { layout } from "./layout";
import { describePerson } from "./person";
import { describeRequest } from "./request-details";
import { pageText } from "./text";

const notices = {
  unknown: {
    ko: "그런 계정이 없어요. 아래에서 새로 만들 수 있어요.",
    en: "There is no such account. You can make one below.",
  },
  sanctioned: {
    ko: "이용이 제한된 계정이에요.",
    en: "This account is restricted.",
  },
  noTalk: {
    ko: "카카오톡을 쓰지 않는 사람이라 카카오톡 안에서는 로그인할 수 없어요.",
    en: "This person has no KakaoTalk, so they cannot sign in inside it.",
  },
  taken: {
    ko: "이미 있는 이메일이에요.",
    en: "An account with this e-mail exists already.",
  },
  invalid: {
    ko: "입력한 내용을 다시 확인해 주세요.",
    en: "Please check what you typed.",
  },
};

export type SignInNotice = keyof typeof notices;

export type SignInView = {
  app: App;
  transaction: Transaction;
  /** Only the accounts saved in this browser, as `prompt=select_account` asks. */
  chooser: boolean;
  people: Person[];
  notice: SignInNotice | null;
  typed: string;
  allHref: string;
};

export function showSignIn(language: Language, view: SignInView): string {
  const text = pageText[language];
  const title = view.chooser ? text.chooserTitle : text.signInTitle;
  const creates = view.transaction.prompts.includes("create");
  const forms = [listPeople(language, view), typeIn(language, view), create(language, view)];
  const body = html`<p class="from">${view.app.name}</p>
<h1>${title}</h1>
<p class="quiet">${view.chooser ? text.chooserLead : text.signInLead}</p>
${showNotice(language, view.notice)}
${view.chooser ? chooser(language, view) : creates ? [forms[2], forms[0], forms[1]] : forms}
${describeRequest(language, view.app, view.transaction)}`;
  return layout(language, { title, body });
}

function chooser(language: Language, view: SignInView): Html {
  return html`${listPeople(language, view)}
<a class="button side" href="${view.allHref}">${pageText[language].otherAccount}</a>`;
}

function showNotice(language: Language, notice: SignInNotice | null): Html | null {
  const words = notice !== null && Object.hasOwn(notices, notice) ? notices[notice] : null;
  return words && html`<p class="notice" role="alert">${words[language]}</p>`;
}

function listPeople(language: Language, { people, transaction }: SignInView): Html {
  const card = (person: Person) => html`<li>
<button class="person" name="personId" value="${person.id}">${describePerson(language, person)}</button>
</li>`;
  return html`<form method="post">
<input type="hidden" name="transaction" value="${transaction.id}">
<ul class="people" aria-label="${pageText[language].people}">${people.map(card)}</ul>
</form>`;
}

function typeIn(language: Language, { transaction, typed }: SignInView): Html {
  const text = pageText[language];
  return html`<form method="post">
<input type="hidden" name="transaction" value="${transaction.id}">
<h2>${text.orType}</h2>
<label class="field">${text.loginId}
<input type="text" name="loginId" value="${typed}" required autocomplete="off" autocapitalize="none" spellcheck="false">
</label>
<button class="button main">${text.logIn}</button>
</form>`;
}

function create(language: Language, { transaction, notice }: SignInView): Html {
  const text = pageText[language];
  const isOpen = transaction.prompts.includes("create") || notice === "taken";
  const tick = (name: string, label: string) =>
    html`<label class="tick"><input type="checkbox" name="${name}">${label}</label>`;
  return html`<details class="apart"${isOpen && html` open`}><summary>${text.createTitle}</summary><div>
<form method="post">
<input type="hidden" name="transaction" value="${transaction.id}">
<input type="hidden" name="action" value="create">
<label class="field">${text.nickname}
<input type="text" name="nickname" maxlength="400" autocomplete="off" aria-describedby="nickname-hint"></label>
<p class="hint" id="nickname-hint">${text.nicknameHint}</p>
<label class="field">${text.email}
<input type="text" name="email" inputmode="email" autocomplete="off" autocapitalize="none" aria-describedby="email-hint"></label>
<p class="hint" id="email-hint">${text.emailHint}</p>
${tick("emailUnverified", text.emailUnverified)}
${tick("defaultImage", text.defaultImage)}
${tick("under14", text.isUnder14)}
<button class="button side">${text.createAndLogIn}</button>
</form></div></details>`;
}
