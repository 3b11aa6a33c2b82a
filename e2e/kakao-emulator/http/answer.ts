// What a handler gives back. Handlers describe their answer; `deliver.ts` puts it on the wire,
// so that a fault can change or replace any answer in one place.

import type { RuleId } from "../rules/rules";
import type { JsonObject } from "./raw-json";

/** Whom a request is about, as far as it can be told: faults and the ledger are scoped by it. */
export type Subject = { personId?: string; clientId?: string };

export type Content =
  | { kind: "json"; value: JsonObject | JsonObject[] }
  | { kind: "text"; text: string; contentType: string }
  | {
      kind: "callback";
      endpoint: "authorize" | "account_logout";
      redirectUri: string;
      params: Record<string, string>;
    }
  | { kind: "none" };

export type Answer = {
  status: number;
  headers?: Record<string, string>;
  content: Content;
  rule?: RuleId;
  subject?: Subject;
};

export function answerJson(value: JsonObject | JsonObject[], status = 200): Answer {
  return { status, content: { kind: "json", value } };
}

export function answerHtml(text: string, status = 200): Answer {
  return { status, content: { kind: "text", text, contentType: "text/html;charset=UTF-8" } };
}

/** Moves the browser to another page of the emulator; 303 turns a posted form into a GET. */
export function answerSeeOther(location: string, headers: Record<string, string> = {}): Answer {
  return { status: 303, headers: { ...headers, location }, content: { kind: "none" } };
}

/** Sends the browser back to the app: the one answer of kauth's pages that the app sees. */
export function answerCallback(
  endpoint: "authorize" | "account_logout",
  redirectUri: string,
  params: Record<string, string>,
): Answer {
  return { status: 302, content: { kind: "callback", endpoint, redirectUri, params } };
}
