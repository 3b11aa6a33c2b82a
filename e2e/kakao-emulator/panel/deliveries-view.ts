// What was sent to the apps' webhooks, newest first: one line each, which opens to all of it.
import { type Html, html } from "../pages/html";
import { securityEvents } from "../rules/security-events";
import type { Delivery } from "../webhooks/deliveries";
import { showBlock, showPairs } from "./ledger-exchange";
import { showLedgerHead } from "./ledger-rows";
import type { PanelCall } from "./panel-call";
import { nameOf } from "./person-marks";
import { showCode } from "./quoted-names";
import { describeClockTime } from "./times";
import { indentJson } from "./wire-text";

const maxShown = 100;

export function showDeliveries(call: PanelCall): Html {
  const { text, state } = call;
  const deliveries = state.outbox.read().slice(-maxShown).reverse();
  if (deliveries.length === 0) return html`<p class="empty">${text.webhook.empty}</p>`;
  return html`${showLedgerHead(call)}
<ol class="entries" aria-label="${text.webhook.title}" reversed>${deliveries.map((delivery) => showDelivery(call, delivery))}</ol>`;
}

function showDelivery(call: PanelCall, delivery: Delivery): Html {
  const { state, text } = call;
  const person = state.people.find(delivery.personId);
  const isBad = delivery.outcome !== null && delivery.outcome !== "delivered";
  return html`<li class="entry${isBad && html` refused`}" id="delivery-${delivery.id}">
<details><summary><span class="entry-line">
<time class="wire quiet">${delivery.sentAt === null ? text.waiting : describeClockTime(delivery.sentAt)}</time>
<span class="wire request"><span class="method">${delivery.method}</span> ${delivery.event}</span>
<span class="app quiet" dir="auto">${state.apps.findById(delivery.appId)?.name ?? delivery.appId}</span>
<span class="who" dir="auto">${person === null ? delivery.personId : nameOf(person)}</span>
<b class="status wire">${delivery.status ?? "–"}</b>
<span class="why">${showOutcome(call, delivery)}</span>
<span class="took wire quiet">${delivery.durationMs !== null && `${delivery.durationMs} ms`}</span>
</span></summary>
<div class="exchange">${showMessage(call, delivery)}</div></details></li>`;
}

function showOutcome({ text }: PanelCall, { outcome, error, byHand }: Delivery): Html {
  const mark = byHand && html`<span class="mark">${text.webhook.byHand}</span> `;
  const words = outcome === null ? text.waiting : text.webhook.outcomes[outcome];
  return html`${mark}<span class="code">${words}</span>${error !== null && html` <span class="wire">${error}</span>`}`;
}

function showMessage(call: PanelCall, delivery: Delivery): Html {
  const { text } = call;
  const { claims, body, answer } = delivery;
  return html`<section><h2>${text.request} <span class="wire quiet">#${delivery.id}</span></h2>
${showMeaning(call, delivery)}
<h3>URL</h3><pre class="wire">${delivery.url}</pre>
${showPairs(text.headers, delivery.headers)}
${body !== null && showBlock(text.body, body)}
${claims !== null && showBlock(text.webhook.claims, indentJson(JSON.stringify(claims)))}
</section>
<section><h2>${text.answer} <span class="wire quiet">${delivery.status}</span></h2>
${answer !== null && answer !== "" ? showBlock(text.body, answer) : html`<p class="quiet">${text.emptyBody}</p>`}
</section>`;
}

function showMeaning({ incoming }: PanelCall, { kind, event }: Delivery): Html | null {
  if (kind !== "account-state" || !Object.hasOwn(securityEvents, event)) return null;
  const { what } = securityEvents[event as keyof typeof securityEvents];
  return html`<p>${showCode(what[incoming.language])}</p>`;
}
