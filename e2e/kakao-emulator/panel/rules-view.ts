// Both tables of what the emulator knows of Kakao. Every refusal in the ledger links to its row.
import type { Answer } from "../http/answer";
import { type Html, html } from "../pages/html";
import { confidenceNames } from "../pages/text";
import type { Endpoint } from "../rules/endpoint";
import { type EndpointId, endpointIds, endpoints } from "../rules/endpoints";
import type { Confidence, Rule } from "../rules/rule";
import { type RuleId, ruleIds, rules } from "../rules/rules";
import { type SourceId, sources } from "../rules/sources";
import { answerPage } from "./frame";
import type { PanelCall } from "./panel-call";
import { showCode } from "./quoted-names";

export function showRules(call: PanelCall): Answer {
  const { text } = call;
  const body = html`<h1>${text.rulesTitle}</h1>
<p class="lead">${text.rulesLead}</p>
<h2 id="refusals">${text.refusalsTitle}</h2>
<table class="stack rules"><thead><tr>
<th scope="col">${text.code}</th><th scope="col">HTTP</th><th scope="col">${text.when}</th><th scope="col">${text.source}</th><th scope="col">${text.unknown}</th>
</tr></thead><tbody>${ruleIds.map((id) => showRule(call, id))}</tbody></table>
<h2 id="endpoints">${text.endpointsTitle}</h2>
<table class="stack rules"><thead><tr>
<th scope="col">${text.endpoint}</th><th scope="col">${text.what}</th><th scope="col">${text.caller}</th><th scope="col">${text.source}</th><th scope="col">${text.unknown}</th>
</tr></thead><tbody>${endpointIds.map((id) => showEndpoint(call, id))}</tbody></table>`;
  return answerPage(call, { title: text.rulesTitle, place: "rules", body });
}

function showRule(call: PanelCall, id: RuleId): Html {
  const { text, incoming } = call;
  const rule: Rule = rules[id];
  return html`<tr id="${id}">
<td class="main-cell"><b class="wire">${rule.code}</b><br><a class="wire" href="#${id}">${id}</a></td>
<td data-label="HTTP"><span class="wire">${rule.status}</span></td>
<td data-label="${text.when}">${showCode(rule.when[incoming.language])}${rule.onlyAsFault === true && html` <span class="mark">${text.onlyAsFault}</span>`}
${rule.description !== null && html`<br><code>${rule.error !== null && `${rule.error} · `}${rule.description}</code>`}</td>
<td data-label="${text.source}">${showSource(call, rule.source, rule.confidence)}</td>
<td data-label="${text.unknown}">${showCode(rule.unknown ?? "–")}</td>
</tr>`;
}

function showEndpoint(call: PanelCall, id: EndpointId): Html {
  const { text, incoming } = call;
  const endpoint: Endpoint = endpoints[id];
  return html`<tr id="endpoint-${id}">
<td class="main-cell"><span class="wire quiet">${endpoint.methods.join(" ")}</span> <a class="wire" href="#endpoint-${id}">${endpoint.path}</a></td>
<td data-label="${text.what}">${showCode(endpoint.what[incoming.language])}</td>
<td data-label="${text.caller}">${endpoint.caller}</td>
<td data-label="${text.source}">${showSource(call, endpoint.source, endpoint.confidence)}</td>
<td data-label="${text.unknown}">${showCode(endpoint.unknown?.[incoming.language] ?? "–")}</td>
</tr>`;
}

function showSource({ incoming }: PanelCall, id: SourceId, confidence: Confidence): Html {
  const source: { en: string; ko: string; url: string | null } = sources[id];
  const name = source[incoming.language];
  const sure = confidenceNames[confidence][incoming.language];
  const link =
    source.url === null ? name : html`<a href="${source.url}" rel="noreferrer">${name}</a>`;
  return html`${link}<br><span class="quiet">${sure}</span>`;
}
