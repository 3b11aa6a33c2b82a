// The frame of the panel's pages: the striped bar, the way to every view, and what a tester must
// not forget while it is on (a moved clock, faults).
import { type Answer, answerHtml } from "../http/answer";
import { type Html, html } from "../pages/html";
import { pageText } from "../pages/text";
import type { InputError } from "../world/input-error";
import type { PanelCall } from "./panel-call";
import { describeDuration } from "./times";

const places = {
  ledger: "/_emulator",
  people: "/_emulator/people",
  apps: "/_emulator/apps",
  faults: "/_emulator/faults",
  webhooks: "/_emulator/webhooks",
  state: "/_emulator/state",
  rules: "/_emulator/rules",
};

export type Place = keyof typeof places;

export type PanelPage = {
  title: string;
  place: Place | null;
  body: Html;
  /** Only the ledger has a script; everything works without it. */
  script?: string;
};

export function answerPage(call: PanelCall, page: PanelPage): Answer {
  const { text } = call;
  const { language } = call.incoming;
  const { bar } = pageText[language];
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title} · ${bar}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_emulator/panel/panel.css">
${page.script !== undefined && html`<script src="${page.script}" defer></script>`}
</head>
<body>
<a class="skip" href="#main">${text.skip}</a>
<header><p class="bar">${bar}</p>
<nav aria-label="${text.panel}">${showPlaces(call, page.place)}${showWarnings(call)}</nav></header>
<main id="main" tabindex="-1">
${page.body}
</main>
</body>
</html>
`;
  return answerHtml(document.text);
}

function showPlaces({ state, text }: PanelCall, current: Place | null): Html {
  const faults = state.faults.list().length;
  const links = (Object.keys(places) as Place[]).map((place) => {
    const mark = place === "faults" && faults > 0 && html` <b class="count">${faults}</b>`;
    const here = place === current && html` aria-current="page"`;
    return html`<li><a href="${places[place]}"${here}>${text.nav[place]}${mark}</a></li>`;
  });
  return html`<ul>${links}</ul>`;
}

function showWarnings({ state, text, incoming }: PanelCall): Html {
  const { offsetSeconds } = state.clock;
  const moved = `${offsetSeconds < 0 ? "−" : "+"}${describeDuration(text, Math.abs(offsetSeconds))}`;
  const away = offsetSeconds !== 0;
  return html`<p class="aside">${away && html`<a href="${places.state}">${text.clockMoved} ${moved}</a>`}
<a href="/"><span class="wire">${incoming.origin}</span></a></p>`;
}

/** A page of its own for what no form can show again: unknown ids, other sites, wrong methods. */
export function answerProblem(call: PanelCall, error: InputError): Answer {
  const { text } = call;
  const isStranger = error.status === 403;
  const title = isStranger ? text.otherSiteTitle : text.notFoundTitle;
  const body = html`<h1>${title}</h1>
<p class="lead">${isStranger ? text.otherSiteLead : text.notFoundLead}</p>
<p class="wire quiet">${error.field}: ${error.message}</p>
<p><a href="${places.ledger}">${text.nav.ledger}</a></p>`;
  return { ...answerPage(call, { title, place: null, body }), status: error.status };
}
