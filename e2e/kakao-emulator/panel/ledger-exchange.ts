// One request and its answer in full, as they travelled. Secrets are shown: nothing here is real.
import type { LedgerEntry } from "../control/ledger";
import { type Html, html } from "../pages/html";
import { isCut } from "./ledger-filter";
import type { PanelCall } from "./panel-call";
import { indentJson, readClaims } from "./wire-text";

type Pairs = Record<string, string | string[]>;

export function showExchange(call: PanelCall, entry: LedgerEntry): Html {
  const { text } = call;
  return html`<section><h2>${text.request} <span class="wire quiet">#${entry.seq}</span></h2>
${showPairs(text.query, entry.query)}
${showPairs(text.form, entry.body)}
${entry.rawBody !== null && showBlock(text.body, entry.rawBody)}
${showPairs(text.headers, entry.headers)}
</section>
<section><h2>${text.answer} <span class="wire quiet">${entry.status}</span></h2>
${showAnswer(call, entry)}
${showLinks(call, entry)}
</section>`;
}

function showAnswer({ text }: PanelCall, entry: LedgerEntry): Html {
  if (entry.status === null) {
    return html`<p class="quiet">${isCut(entry) ? text.notAnswered : text.waiting}</p>`;
  }
  const claims = readClaims(entry.answer ?? "");
  return html`${entry.location !== null && showBlock(text.location, entry.location)}
${entry.answer !== null && showBlock(text.body, indentJson(entry.answer))}
${claims !== null && showBlock(text.claims, indentJson(claims))}
${entry.answer === null && entry.location === null && html`<p class="quiet">${text.pageNotKept}</p>`}`;
}

function showLinks({ text, state }: PanelCall, { rule, personId }: LedgerEntry): Html {
  const person = state.people.find(personId);
  return html`${rule !== null && html`<p>${text.rule}: <a class="wire" href="/_emulator/rules#${rule}">${rule}</a></p>`}
${person !== null && html`<p>${text.person}: <a href="/_emulator/people/${person.id}" dir="auto">${person.nickname ?? person.loginId}</a></p>`}`;
}

export function showPairs(label: string, pairs: Pairs): Html | null {
  const rows = Object.entries(pairs).flatMap(([name, value]) =>
    [value].flat().map((one) => html`<dt>${name}</dt><dd>${one}</dd>`),
  );
  return rows.length === 0 ? null : html`<h3>${label}</h3><dl class="wire pairs">${rows}</dl>`;
}

export function showBlock(label: string, content: string): Html {
  return html`<h3>${label}</h3><pre class="wire">${content}</pre>`;
}
