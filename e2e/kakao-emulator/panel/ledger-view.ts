// The front of the panel: every request, newest first, with filters in the query string.
import { type Answer, answerJson } from "../http/answer";
import { type Html, html } from "../pages/html";
import { actionForm } from "./fields";
import { answerPage } from "./frame";
import { findEntries, type LedgerQuery, readLedgerQuery } from "./ledger-filter";
import { showLedgerHead, showLedgerRows } from "./ledger-rows";
import type { PanelCall } from "./panel-call";

export function showLedger(call: PanelCall): Answer {
  const { text } = call;
  const query = readLedgerQuery(call.incoming.query);
  const body = html`<h1>${text.ledgerTitle}</h1>
<p class="lead">${text.ledgerLead}</p>
<div class="toolbar">${showFilters(call, query)}
${actionForm("clear-ledger", {}, html`<button class="button">${text.clearLedger}</button>`)}</div>
<div id="ledger">${showList(call, query)}</div>`;
  return answerPage(call, {
    ...{ title: text.ledgerTitle, place: "ledger", body },
    script: "/_emulator/panel/live-ledger.js",
  });
}

function showFilters({ text, state }: PanelCall, query: LedgerQuery): Html {
  const field = (name: "person" | "path", label: string, placeholder: string) =>
    html`<div class="field"><label for="filter-${name}">${label}</label><input type="text" id="filter-${name}" name="${name}" value="${query[name]}" placeholder="${placeholder}" autocomplete="off" autocapitalize="none" spellcheck="false"></div>`;
  const apps = state.apps.list().map(({ appId, name }) => {
    const isChosen = String(appId) === query.app;
    return html`<option value="${appId}"${isChosen && html` selected`}>${name}</option>`;
  });
  return html`<form class="filters" role="search" id="filters" action="/_emulator">
${field("person", text.filterPerson, text.filterPersonHint)}
<div class="field"><label for="filter-app">${text.filterApp}</label><select id="filter-app" name="app"><option value="">${text.all}</option>${apps}</select></div>
${field("path", text.filterPath, "/oauth/token")}
<label class="switch"><input type="checkbox" name="refused" value="on"${query.onlyRefused && html` checked`}><span>${text.filterRefused}</span></label>
<button class="button">${text.filter}</button>
<span class="live" id="live" role="status" hidden>${text.live}</span>
</form>`;
}

function showList(call: PanelCall, query: LedgerQuery): Html {
  const { text } = call;
  const { entries, hasOlder } = findEntries(call.state, query);
  const oldest = entries.at(-1);
  const isUnused = call.state.ledger.read().length === 0;
  const links = html`${query.before !== null && html`<a href="${withBefore(call, null)}">${text.newest}</a>`}
${hasOlder && oldest !== undefined && html`<a href="${withBefore(call, oldest.seq)}">${text.older}</a>`}`;
  return html`${showLedgerHead(call)}
<ol class="entries" id="entries" aria-label="${text.ledgerTitle}" reversed>${showLedgerRows(call, entries)}</ol>
<p class="empty" id="empty" data-unused="${text.ledgerEmpty}" data-nothing="${text.ledgerNothing}"${entries.length > 0 && html` hidden`}>${isUnused ? text.ledgerEmpty : text.ledgerNothing}</p>
<p class="pages">${links}</p>`;
}

function withBefore({ incoming }: PanelCall, before: number | null): string {
  const query = new URLSearchParams(incoming.query);
  query.delete("before");
  if (before !== null) query.set("before", String(before));
  return `/_emulator?${query}`;
}

/** For the script: rows since one, or all of a filter; and which rows still exist at all. */
export function sendLedgerRows(call: PanelCall): Answer {
  const query = readLedgerQuery(call.incoming.query);
  const { entries } = findEntries(call.state, query);
  const oldest = call.state.ledger.read()[0];
  return answerJson({
    rows: showLedgerRows(call, entries).text,
    newest: entries[0]?.seq ?? null,
    oldestKept: oldest?.seq ?? null,
  });
}
