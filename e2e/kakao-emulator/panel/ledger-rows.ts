// The rows of the ledger: one line for each request, which opens to all of it. Used by the
// ledger's page, by its live updates, and by a person's page.
import type { LedgerEntry } from "../control/ledger";
import { type Html, html } from "../pages/html";
import type { Rule } from "../rules/rule";
import { rules } from "../rules/rules";
import { showExchange } from "./ledger-exchange";
import { isCut, isRefusal } from "./ledger-filter";
import type { PanelCall } from "./panel-call";
import { showCode } from "./quoted-names";
import { describeClockTime } from "./times";

export function showLedgerRows(call: PanelCall, entries: LedgerEntry[]): Html {
  return html`${entries.map((entry) => showRow(call, entry))}`;
}

export function showLedgerHead({ text }: PanelCall): Html {
  const { time, request, app, person, status, why, duration } = text.columns;
  const cells = [time, request, app, person, status, why, duration];
  return html`<div class="entry-line entry-head" aria-hidden="true">${cells.map((cell) => html`<span>${cell}</span>`)}</div>`;
}

function showRow(call: PanelCall, entry: LedgerEntry): Html {
  const kind = isRefusal(entry) ? "entry refused" : "entry";
  const isOpenEnded = entry.status === null && !isCut(entry);
  return html`<li class="${kind}" id="entry-${entry.seq}" data-seq="${entry.seq}" data-at="${entry.at}"${isOpenEnded && html` data-waiting`}>
<details><summary><span class="entry-line">
<time class="wire quiet" datetime="${entry.at}">${describeClockTime(entry.at)}</time>
<span class="wire request"><span class="method">${entry.method}</span> ${entry.path}</span>
<span class="app quiet" dir="auto">${findAppName(call, entry)}</span>
<span class="who" dir="auto">${findNickname(call, entry)}</span>
${showStatus(call, entry)}
<span class="why">${showWhy(call, entry)}</span>
<span class="took wire quiet">${entry.durationMs !== null && `${entry.durationMs} ms`}</span>
</span></summary>
<div class="exchange">${showExchange(call, entry)}</div></details>
${linkRule(call, entry)}</li>`;
}

function findAppName({ state }: PanelCall, entry: LedgerEntry): string {
  return state.apps.findByClientId(entry.clientId)?.app.name ?? "";
}

function findNickname({ state }: PanelCall, { personId }: LedgerEntry): string {
  const person = state.people.find(personId);
  return person === null ? (personId ?? "") : (person.nickname ?? person.loginId);
}

function showStatus({ text }: PanelCall, entry: LedgerEntry): Html {
  if (entry.status !== null) return html`<b class="status wire">${entry.status}</b>`;
  return html`<b class="status">${isCut(entry) ? text.cut : text.waiting}</b>`;
}

function showWhy({ text, incoming }: PanelCall, entry: LedgerEntry): Html {
  const fault =
    entry.faulty &&
    html`<span class="fault-mark">${text.faultMark} <span class="wire">${entry.faultEffects.join(" ")}</span></span> `;
  const rule = findRuleOf(entry);
  if (rule !== null) {
    return html`${fault}<span class="wire code">${rule.code}</span> ${showCode(rule.when[incoming.language])}`;
  }
  const isUnknownPath = entry.status === 404 && !entry.faulty;
  return html`${fault}${isUnknownPath && text.noSuchPath}`;
}

/** Beside the line, not in it: what opens a row may hold no link of its own. */
function linkRule({ text }: PanelCall, { rule }: LedgerEntry): Html | null {
  if (rule === null) return null;
  return html`<a class="rule-link" href="/_emulator/rules#${rule}" aria-label="${text.rule} ${rule}">${text.rule}</a>`;
}

function findRuleOf({ rule }: LedgerEntry): Rule | null {
  return rule !== null && Object.hasOwn(rules, rule) ? rules[rule as keyof typeof rules] : null;
}
