// Every refusal the emulator can answer with, as data. Handlers take their refusals from here,
// so that what is known about Kakao, and what is not, is written down in one place.
import { type Answer, answerCallback } from "../http/answer";
import type { JsonObject } from "../http/raw-json";
import { callbackRules } from "./callbacks";
import { kapiRules } from "./kapi";
import { pageRules } from "./pages";
import type { Rule } from "./rule";
import { tokenRules } from "./token";

export const rules = { ...pageRules, ...callbackRules, ...tokenRules, ...kapiRules };

export type RuleId = keyof typeof rules;
export type PageRuleId = keyof typeof pageRules;
export type CallbackRuleId = keyof typeof callbackRules;
export type TokenRuleId = keyof typeof tokenRules;
export type KapiRuleId = keyof typeof kapiRules;

export const ruleIds = Object.keys(rules) as RuleId[];

type Values = Record<string, string | null>;

/** Fills `{name}`; what was not sent reads as `null`, as in Kakao's `Not exist client_id [null]`. */
export function describeRefusal(id: RuleId, values: Values = {}): string | null {
  const rule: Rule = rules[id];
  return rule.description?.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "null") ?? null;
}

/** A refusal of /oauth/token: `{error, error_description, error_code}`. */
export function refuseToken(id: TokenRuleId, values: Values = {}): Answer {
  const rule: Rule = rules[id];
  const value: JsonObject = {
    error: rule.error ?? undefined,
    error_description: describeRefusal(id, values) ?? undefined,
    error_code: rule.code,
  };
  return { status: rule.status, content: { kind: "json", value }, rule: id };
}

/** A refusal of kapi: `{msg, code}`, `WWW-Authenticate` with the 401s, and more with -402. */
export function refuseKapi(id: KapiRuleId, values: Values = {}, more: JsonObject = {}): Answer {
  const rule: Rule = rules[id];
  const value: JsonObject = { msg: describeRefusal(id, values), code: rule.code, ...more };
  const answer: Answer = { status: rule.status, content: { kind: "json", value }, rule: id };
  if (rule.challenge === undefined) return answer;
  return { ...answer, headers: { "www-authenticate": `${rule.challenge} error=invalid_token` } };
}

/** An error that goes back to the app, with `state` when there was one. */
export function refuseByCallback(
  id: CallbackRuleId,
  back: { redirectUri: string; state: string | null },
): Answer {
  const rule: Rule = rules[id];
  const params: Record<string, string> = { error: rule.error ?? "server_error" };
  if (rule.description !== null) params.error_description = rule.description;
  if (back.state !== null) params.state = back.state;
  return { ...answerCallback("authorize", back.redirectUri, params), rule: id };
}

/** The row a tester means by `KOE320`, `-401`, `access_denied` or a row's own id. */
export function findRule(name: string | number, answersAs: Rule["answersAs"][]): RuleId | null {
  const fits = (id: RuleId) => answersAs.includes(rules[id].answersAs);
  const byId = ruleIds.find((id) => id === name && fits(id));
  return byId ?? ruleIds.find((id) => String(rules[id].code) === String(name) && fits(id)) ?? null;
}
