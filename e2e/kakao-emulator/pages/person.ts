// A person as people see one: first letter, nickname, e-mail. Used by the sign-in and consent pages.
import type { Language } from "../http/incoming";
import type { Person } from "../world/person-schema";
import { type Html, html } from "./html";
import { pageText } from "./text";

export function describePerson(language: Language, person: Person): Html {
  const text = pageText[language];
  const mark = findMark(language, person);
  return html`<span class="initial" aria-hidden="true">${firstLetter(person)}</span>
<span class="who"><b dir="auto">${person.nickname ?? person.loginId}</b>
<span class="line">${person.email ?? text.noEmail} ${mark !== null && html`<span class="mark">${mark}</span>`}</span></span>`;
}

/** What makes this person worth choosing in a test. */
function findMark(language: Language, person: Person): string | null {
  const text = pageText[language];
  if (person.under14) return text.under14;
  if (person.email !== null && !person.emailVerified) return text.unverified;
  return Number.isSafeInteger(Number(person.id)) ? null : text.bigId;
}

/** By grapheme: a family emoji is one letter, not seven. */
function firstLetter(person: Person): string {
  const letters = new Intl.Segmenter("ko").segment(person.nickname ?? person.loginId);
  for (const { segment } of letters) return segment;
  return "?";
}
