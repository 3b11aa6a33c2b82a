// Every request and its answer, in order of arrival. Tests assert on it what the app really sent
// (or that it sent nothing). It holds secrets in the clear: nothing here is real.
import type { Answer, Subject } from "../http/answer";
import type { Incoming } from "../http/incoming";
import { writeJson } from "../http/raw-json";
import { rules } from "../rules/rules";

export type LedgerEntry = {
  seq: number;
  /** Wall-clock time of arrival, untouched by the emulator's own clock. */
  at: string;
  method: string;
  path: string;
  /** As received: a repeated name has several values. */
  query: Record<string, string | string[]>;
  body: Record<string, string | string[]>;
  /** The body of a request that was not form-encoded, else `null`. */
  rawBody: string | null;
  headers: Record<string, string>;
  personId: string | null;
  clientId: string | null;
  /** `null` while unanswered, and for ever when a fault cut the connection. */
  status: number | null;
  rule: string | null;
  code: string | number | null;
  faulty: boolean;
  /** What the fault did, by the names of its effects. */
  faultEffects: string[];
  location: string | null;
  answer: string | null;
  durationMs: number | null;
};

export type LedgerFilter = {
  since?: number;
  path?: string;
  personId?: string;
  clientId?: string;
};

const maxEntries = 20_000;
const maxAnswerLength = 8_192;
const headersOfInterest = [
  "host",
  "content-type",
  "authorization",
  "user-agent",
  "accept",
  "accept-language",
  "origin",
  "referer",
  "sec-fetch-site",
  "sec-fetch-mode",
];
/** Members of a fault that say whom it strikes, not what it does. */
const faultScope = ["id", "endpoint", "personId", "clientId", "times"];

export class Ledger {
  private entries: LedgerEntry[] = [];
  private lastSeq = 0;

  clear(): void {
    this.entries = [];
  }

  open(incoming: Incoming): LedgerEntry {
    this.lastSeq += 1;
    const entry: LedgerEntry = {
      seq: this.lastSeq,
      at: new Date().toISOString(),
      method: incoming.method,
      path: incoming.path,
      query: toRecord(incoming.query),
      body: toRecord(incoming.form),
      rawBody: incoming.form.size === 0 && incoming.bodyText !== "" ? incoming.bodyText : null,
      headers: pickHeaders(incoming),
      ...{ personId: null, clientId: null, status: null, rule: null, code: null, faulty: false },
      ...{ faultEffects: [], location: null, answer: null, durationMs: null },
    };
    this.entries.push(entry);
    if (this.entries.length > maxEntries) this.entries.shift();
    return entry;
  }

  read(filter: LedgerFilter = {}): LedgerEntry[] {
    return this.entries.filter(
      (entry) =>
        entry.seq > (filter.since ?? 0) &&
        (filter.path === undefined || entry.path === filter.path) &&
        (filter.personId === undefined || entry.personId === filter.personId) &&
        (filter.clientId === undefined || entry.clientId === filter.clientId),
    );
  }
}

export function noteSubject(entry: LedgerEntry, subject: Subject): void {
  entry.personId = subject.personId ?? entry.personId;
  entry.clientId = subject.clientId ?? entry.clientId;
}

/** Marks that a fault struck; called before the answer, which may never come. */
export function noteFault(entry: LedgerEntry, fault: object): void {
  const named = Object.entries(fault).filter(([, value]) => value !== undefined);
  entry.faultEffects = named.map(([name]) => name).filter((name) => !faultScope.includes(name));
  entry.faulty = named.length > 0;
}

export function noteAnswer(entry: LedgerEntry, answer: Answer, location: string | null): void {
  const { content } = answer;
  entry.status = answer.status;
  entry.rule = answer.rule ?? null;
  entry.code = answer.rule === undefined ? null : rules[answer.rule].code;
  entry.location = location;
  entry.durationMs = Date.now() - Date.parse(entry.at);
  if (content.kind === "json") entry.answer = writeJson(content.value).slice(0, maxAnswerLength);
  // Pages are long and say nothing a test needs; raw texts come from faults.
  if (content.kind === "text" && !content.contentType.startsWith("text/html")) {
    entry.answer = content.text.slice(0, maxAnswerLength);
  }
}

function toRecord(params: URLSearchParams): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    record[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return record;
}

function pickHeaders(incoming: Incoming): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of headersOfInterest) {
    const value = incoming.headers[name];
    if (value !== undefined) picked[name] = String(value);
  }
  return picked;
}
