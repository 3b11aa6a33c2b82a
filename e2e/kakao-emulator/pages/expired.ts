// The page for a sign-in request that is unknown or already answered (Back button, old tab).
import { type Answer, answerHtml } from "../http/answer";
import type { Incoming } from "../http/incoming";
import { html } from "./html";
import { layout } from "./layout";
import { pageText } from "./text";

export function answerExpired({ language }: Incoming): Answer {
  const text = pageText[language];
  const body = html`<h1>${text.expiredTitle}</h1><p>${text.expiredLead}</p>`;
  return answerHtml(layout(language, { title: text.expiredTitle, body }), 410);
}
