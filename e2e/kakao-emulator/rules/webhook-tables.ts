// The rows of the webhooks' tables as cells, for the READMEs. Called by readme-tables.ts.
import type { Language } from "../http/incoming";
import type { Confidence } from "./rule";
import { type SecurityEvent, securityEvents } from "./security-events";
import type { SourceId } from "./sources";
import { unlinkReasonRows, type Webhook, webhooks } from "./webhooks";

type Cite = (source: SourceId, confidence: Confidence) => string;

const words = {
  en: { both: "both webhooks", one: "account-state only", byHand: " (only by hand)" },
  ko: { both: "두 웹훅 모두", one: "계정 상태 변경만", byHand: " (직접 보낼 때만)" },
};

export function listWebhooks(language: Language, cite: Cite): string[][] {
  return Object.entries(webhooks).map(([kind, webhook]: [string, Webhook]) => {
    const { what, accepts, source, confidence, unknown } = webhook;
    const cited = cite(source, confidence);
    return [`\`${kind}\``, what[language], `\`${accepts}\``, cited, unknown[language]];
  });
}

export function listUnlinkReasons(language: Language, cite: Cite): string[][] {
  return Object.entries(unlinkReasonRows).map(([reason, row]) => {
    const { both, one } = words[language];
    const where = row.unlinkWebhook ? both : one;
    return [`\`${reason}\``, row.what[language], where, cite(row.source, row.confidence)];
  });
}

export function listSecurityEvents(language: Language, cite: Cite): string[][] {
  return Object.entries(securityEvents).map(([name, event]: [string, SecurityEvent]) => {
    const { uri, what, source, confidence, unknown, onlyByHand } = event;
    const when = `${what[language]}${onlyByHand === true ? words[language].byHand : ""}`;
    const cited = cite(source, confidence);
    return [`\`${name}\``, `\`${uri}\``, when, cited, unknown?.[language] ?? ""];
  });
}
