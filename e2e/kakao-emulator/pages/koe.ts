// Kakao's own error pages (KOE006 and the like): the browser stays here, the app is never called.
import { type Answer, answerHtml } from "../http/answer";
import type { Incoming, Language } from "../http/incoming";
import type { Rule } from "../rules/rule";
import { describeRefusal, type PageRuleId, rules } from "../rules/rules";
import type { App } from "../world/app-schema";
import { html } from "./html";
import { foldedDetails, layout } from "./layout";
import { confidenceNames, pageText } from "./text";

/** Codes whose title is "bad request" at Kakao; the others are "admin settings". */
const badRequestCodes = ["KOE201", "KOE202", "KOE204", "KOE205", "KOE207"];

type Values = Record<string, string | null>;

export function refuseByPage(
  incoming: Incoming,
  id: PageRuleId,
  app: App | null,
  values: Values = {},
): Answer {
  const page = showKoePage(incoming, id, app, values);
  return { ...answerHtml(page, rules[id].status), rule: id };
}

function showKoePage(incoming: Incoming, id: PageRuleId, app: App | null, values: Values): string {
  const { language } = incoming;
  const text = pageText[language];
  const { code } = rules[id];
  const isBadRequest = badRequestCodes.includes(code);
  const title = `${isBadRequest ? text.badRequest : text.settingsError} (${code})`;
  const body = html`<h1>${title}</h1>
<p>${text.koeLead.replace("{app} ", () => (app === null ? "" : `${app.name} `))}</p>
<p>${text.koeAdvice}</p>
${values.scopes !== undefined && html`<h2>${text.koeItems}</h2><p><code>${values.scopes}</code></p>`}
${foldedDetails(text.why, explain(language, id, incoming, values))}`;
  return layout(language, { title, body });
}

function explain(language: Language, id: PageRuleId, { query }: Incoming, values: Values) {
  const text = pageText[language];
  const rule: Rule = rules[id];
  const prose = (words: string) => html`${words}`;
  const rows: [string, string | ReturnType<typeof prose>][] = [
    [String(rule.code), prose(rule.when[language])],
    [text.source, prose(confidenceNames[rule.confidence][language])],
  ];
  if (rule.unknown !== undefined) rows.push([text.unknown, prose(rule.unknown)]);
  const description = describeRefusal(id, values);
  if (description !== null) rows.push(["error_description", description]);
  for (const name of ["client_id", "redirect_uri", "response_type", "scope"]) {
    rows.push([name, query.getAll(name).join(" · ") || text.none]);
  }
  return rows;
}
