// The rules as a Markdown table, for the READMEs. Run it to print the table:
// `npx tsx e2e/kakao-emulator/rules-table.ts en` (or `ko`); a test holds the READMEs to it.
import { fileURLToPath } from "node:url";
import type { Language } from "../http/incoming";
import type { Rule } from "./rule";
import { ruleIds, rules } from "./rules";

const heads = {
  en: ["rule", "code", "HTTP", "error", "description", "when", "source", "not known"],
  ko: ["규칙", "코드", "HTTP", "error", "설명", "언제", "근거", "알려지지 않은 것"],
};

export function writeRulesTable(language: Language): string {
  const head = heads[language];
  const lines = [head, head.map(() => "---"), ...ruleIds.map((id) => writeRow(id, language))];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function writeRow(id: keyof typeof rules, language: Language): string[] {
  const rule: Rule = rules[id];
  const onlyAsFault = language === "ko" ? " (fault로만)" : " (only as a fault)";
  return [
    `\`${id}\``,
    `\`${rule.code}\``,
    String(rule.status),
    quote(rule.error),
    quote(rule.description),
    `${rule.when[language]}${rule.onlyAsFault === true ? onlyAsFault : ""}`,
    rule.confidence,
    rule.unknown ?? "",
  ];
}

function quote(text: string | null): string {
  return text === null ? "" : `\`${text}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(writeRulesTable(process.argv[2] === "ko" ? "ko" : "en"));
}
