// The tables of this folder as Markdown, for the READMEs. Run it to write them anew between their
// marks: `npx tsx e2e/kakao-emulator/rules/readme-tables.ts`; a test holds the READMEs to it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "../http/incoming";
import type { Endpoint } from "./endpoint";
import { endpointIds, endpoints } from "./endpoints";
import type { Rule } from "./rule";
import { ruleIds, rules } from "./rules";
import { type SourceId, sources } from "./sources";
import { listSecurityEvents, listUnlinkReasons, listWebhooks } from "./webhook-tables";

export const readmes = [
  ["README.md", "en"],
  ["README.ko.md", "ko"],
] as const;

const words = {
  en: {
    endpoints: ["fault name", "call", "caller", "what", "source", "not known, or chosen"],
    refusals: ["rule", "code", "HTTP", "error", "description", "when", "source", "not known"],
    sources: ["source", "what it is"],
    webhooks: ["webhook", "what", "expects", "source", "not known, or chosen"],
    reasons: ["reason", "when", "told by", "source"],
    events: ["event", "URI", "when", "source", "not known, or chosen"],
    onlyAsFault: " (only as a fault)",
  },
  ko: {
    endpoints: ["fault 이름", "호출", "부르는 쪽", "하는 일", "근거", "알려지지 않아 정한 것"],
    refusals: ["규칙", "코드", "HTTP", "error", "설명", "언제", "근거", "알려지지 않은 것"],
    sources: ["근거", "무엇인가"],
    webhooks: ["웹훅", "하는 일", "기대하는 상태", "근거", "알려지지 않아 정한 것"],
    reasons: ["사유", "언제", "알리는 웹훅", "근거"],
    events: ["이벤트", "URI", "언제", "근거", "알려지지 않아 정한 것"],
    onlyAsFault: " (fault로만)",
  },
};

const writers = {
  endpoints: listEndpoints,
  refusals: listRefusals,
  sources: listSources,
  webhooks: (language: Language) => listWebhooks(language, cite),
  reasons: (language: Language) => listUnlinkReasons(language, cite),
  events: (language: Language) => listSecurityEvents(language, cite),
};

type TableName = keyof typeof writers;
export const tableNames = Object.keys(writers) as TableName[];

/** One table with its head, a line a row. */
export function writeTable(name: TableName, language: Language): string {
  const head = words[language][name];
  const rows = [head, head.map(() => "---"), ...writers[name](language)];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function listEndpoints(language: Language): string[][] {
  return endpointIds.map((id) => {
    const endpoint: Endpoint = endpoints[id];
    const { methods, path, caller, what, source, confidence, unknown } = endpoint;
    const call = `\`${methods.join("`, `")} ${path}\``;
    const cited = cite(source, confidence);
    return [`\`${id}\``, call, caller, what[language], cited, unknown?.[language] ?? ""];
  });
}

function listRefusals(language: Language): string[][] {
  return ruleIds.map((id) => {
    const rule: Rule = rules[id];
    return [
      `\`${id}\``,
      `\`${rule.code}\``,
      String(rule.status),
      quote(rule.error),
      quote(rule.description),
      `${rule.when[language]}${rule.onlyAsFault === true ? words[language].onlyAsFault : ""}`,
      cite(rule.source, rule.confidence),
      rule.unknown ?? "",
    ];
  });
}

function listSources(language: Language): string[][] {
  return Object.entries(sources).map(([id, source]) => {
    const name = source[language];
    return [`\`${id}\``, source.url === null ? name : `[${name}](${source.url})`];
  });
}

/** Where a rule comes from and how sure that is; what was chosen here needs no second word. */
function cite(source: SourceId, confidence: Rule["confidence"]): string {
  return source === "choice" ? "choice" : `${source}, ${confidence}`;
}

function quote(text: string | null): string {
  return text === null ? "" : `\`${text}\``;
}

/** The text with each table between `<!-- name -->` and `<!-- /name -->` written anew. */
export function withTables(readme: string, language: Language): string {
  return tableNames.reduce((text, name) => {
    const marks = new RegExp(`(<!-- ${name} -->\n)[sS]*?(\n<!-- /${name} -->)`);
    if (!marks.test(text)) throw new Error(`a README has no <!-- ${name} --> … <!-- /${name} -->`);
    return text.replace(
      marks,
      (_, open, close) => `${open}\n${writeTable(name, language)}\n${close}`,
    );
  }, readme);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, language] of readmes) {
    const path = join(import.meta.dirname, "..", file);
    writeFileSync(path, withTables(readFileSync(path, "utf8"), language));
  }
}
