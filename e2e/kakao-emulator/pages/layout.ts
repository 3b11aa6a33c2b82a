// The frame of every page: the bar that says what this is, one column, and the folded details.
import type { Language } from "../http/incoming";
import { Html, html } from "./html";
import { stylePath } from "./style";
import { pageText } from "./text";

export function layout(language: Language, page: { title: string; body: Html }): string {
  const text = pageText[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${page.title} · ${text.bar}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<header><p class="bar">${text.bar}</p></header>
<main class="flow">
${page.body}
</main>
</body>
</html>
`.text;
}

/** Name and value pairs in monospace, folded away: for the developer, not for the eye. */
export function foldedDetails(summary: string, rows: [string, string | Html][]): Html {
  return html`<details class="apart"><summary class="quiet">${summary}</summary><div><dl>
${rows.map(([name, value]) => {
  const style = value instanceof Html ? "prose" : "";
  return html`<dt>${name}</dt><dd class="${style}">${value}</dd>`;
})}
</dl></div></details>`;
}
