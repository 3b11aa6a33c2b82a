// What a person is linked to and agreed to, app by app, each with a form to end it.
import { type Html, html } from "../pages/html";
import { consentItemNames } from "../pages/text";
import { unlinkReasons } from "../world/happenings";
import type { Link } from "../world/links";
import type { Person } from "../world/person-schema";
import { actionForm, selectField, untouched } from "./fields";
import type { PanelCall } from "./panel-call";
import { describeTime } from "./times";

/** What most testers mean by "unlink": the person does it on Kakao's own settings page. */
const usualReason = "UNLINK_FROM_APPS";

export function showLinks(call: PanelCall, person: Person): Html {
  const { text, state } = call;
  const links = state.links.list().filter((link) => link.personId === person.id);
  if (links.length === 0) return html`<p class="empty">${text.noLinks}</p>`;
  return html`<table class="stack"><thead><tr>
<th scope="col">${text.columns.app}</th><th scope="col">${text.agreed}</th><th scope="col">${text.terms}</th>
<th scope="col">${text.signedUp}</th><th scope="col">${text.connectedAt}</th><th scope="col">${text.unlink}</th>
</tr></thead><tbody>${links.map((link) => showLink(call, person, link))}</tbody></table>`;
}

function showLink(call: PanelCall, person: Person, link: Link): Html {
  const { text, state, incoming } = call;
  const app = state.apps.findById(link.appId);
  const items = link.agreed.map((item) => consentItemNames[item][incoming.language]);
  const terms = link.terms.map(({ tag }) => tag);
  return html`<tr>
<td class="main-cell"><a href="/_emulator/apps/${link.appId}" dir="auto">${app?.name ?? link.appId}</a></td>
<td data-label="${text.agreed}">${items.join(", ") || text.none}</td>
<td data-label="${text.terms}"><span class="wire">${terms.join(", ") || "–"}</span></td>
<td data-label="${text.signedUp}">${link.signedUp ? text.signedUpYes : text.signedUpNo}</td>
<td data-label="${text.connectedAt}"><span class="wire unbroken">${describeTime(link.connectedAtMs)}</span></td>
<td>${showUnlinking(call, person, link)}</td>
</tr>`;
}

function showUnlinking({ text }: PanelCall, person: Person, link: Link): Html {
  const form = {
    ...{ ...untouched, id: `unlink-${link.appId}` },
    values: new URLSearchParams({ reason: usualReason }),
  };
  const choices = unlinkReasons.map((reason) => ({ value: reason, label: reason }));
  const fields = html`${selectField(form, { name: "reason", label: text.unlinkReason, choices })}
<button class="button">${text.unlink}</button>`;
  const hidden = { personId: person.id, appId: String(link.appId) };
  return actionForm("unlink-person", hidden, fields, "inline");
}
