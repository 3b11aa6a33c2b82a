// A person as the panel names one: nickname with a link, and what is special about them.
import { type Html, html } from "../pages/html";
import type { Person } from "../world/person-schema";
import type { PanelText } from "./text";

export function nameOf(person: Person): string {
  return person.nickname ?? person.loginId;
}

export function linkPerson(person: Person): Html {
  return html`<a href="/_emulator/people/${person.id}" dir="auto">${nameOf(person)}</a>`;
}

export function showMarks({ marks }: PanelText, person: Person): Html {
  const { sanctioned, under14, email, emailValid, emailVerified, talkUser } = person;
  const found: [boolean, string, boolean][] = [
    [sanctioned, marks.sanctioned, true],
    [under14, marks.under14, true],
    [under14 && person.guardianConsent, marks.guardianConsent, false],
    [email === null, marks.noEmail, false],
    [email !== null && !emailValid, marks.emailInvalid, false],
    [email !== null && !emailVerified, marks.emailUnverified, false],
    [!Number.isSafeInteger(Number(person.id)), marks.bigId, false],
    [!talkUser, marks.noTalk, false],
  ];
  return html`${found
    .filter(([isSo]) => isSo)
    .map(
      ([, mark, isGrave]) => html`<span class="mark${isGrave && html` grave`}">${mark}</span> `,
    )}`;
}
