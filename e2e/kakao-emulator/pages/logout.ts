// The page of /oauth/logout: sign out of this service only, or of the Kakao account too.
import type { Language } from "../http/incoming";
import type { App } from "../world/app-schema";
import type { Person } from "../world/person-schema";
import { html } from "./html";
import { foldedDetails, layout } from "./layout";
import { describePerson } from "./person";
import { pageText } from "./text";

export type LogoutView = {
  app: App;
  key: { key: string };
  person: Person;
  redirectUri: string;
  state: string | null;
  action: string;
};

export function showLogout(language: Language, view: LogoutView): string {
  const text = pageText[language];
  const { app, key, person, redirectUri, state, action } = view;
  const body = html`<p class="from">${app.name}</p>
<h1>${text.logoutTitle}</h1>
<p class="quiet">${text.logoutLead}</p>
<div class="seated">${describePerson(language, person)}</div>
<form method="post" action="${action}">
<input type="hidden" name="client_id" value="${key.key}">
<input type="hidden" name="logout_redirect_uri" value="${redirectUri}">
${state !== null && html`<input type="hidden" name="state" value="${state}">`}
<div class="decide">
<button class="button main" name="extent" value="account">${text.logoutAccount}</button>
<button class="button side" name="extent" value="service">${text.logoutService}</button>
</div>
</form>
${foldedDetails(text.details, [
  ["client_id", key.key],
  ["logout_redirect_uri", redirectUri],
  ["state", state === null ? text.none : `${state.length} ${text.characters}`],
])}`;
  return layout(language, { title: text.logoutTitle, body });
}
