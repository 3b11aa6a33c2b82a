// Names in the words of the rules and endpoints tables: quoted as Markdown does, since the READMEs
// show the same words. Used by the ledger and by the page of the rules.
import { type Html, html } from "../pages/html";

export function showCode(words: string): Html[] {
  return words
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
