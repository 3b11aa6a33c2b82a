// What a fault makes of an answer before it is sent: another answer, or other fields in it.
import type { Answer } from "../http/answer";
import type { Incoming } from "../http/incoming";
import { type Json, type JsonObject, RawJson, withMember, withoutMember } from "../http/raw-json";
import { refuseByPage } from "../pages/koe";
import type { EndpointId } from "../rules/endpoints";
import {
  type CallbackRuleId,
  type KapiRuleId,
  type PageRuleId,
  refuseByCallback,
  refuseKapi,
  refuseToken,
  rules,
  type TokenRuleId,
} from "../rules/rules";
import { type FaultEffects, findFaultRule } from "./fault-schema";
import { replacesAnswer } from "./faults";

/** The answer in place of the real one, or `null` when the fault leaves the real one. */
export function makeReplacement(
  endpoint: EndpointId,
  incoming: Incoming,
  fault: FaultEffects,
  back: Answer | null = null,
): Answer | null {
  if (!replacesAnswer(fault)) return null;
  const coded = fault.kakaoCode === undefined ? null : refuse(endpoint, incoming, fault, back);
  if (coded !== null) return { ...coded, status: fault.status ?? coded.status };
  if (fault.redirectTo !== undefined) {
    const headers = { location: fault.redirectTo };
    return { status: fault.status ?? 302, headers, content: { kind: "none" } };
  }
  const contentType = fault.headers?.["content-type"] ?? "application/json;charset=UTF-8";
  const content = { kind: "text", text: fault.body ?? "", contentType } as const;
  return { status: fault.status ?? 200, content };
}

function refuse(
  endpoint: EndpointId,
  incoming: Incoming,
  fault: FaultEffects,
  back: Answer | null,
): Answer | null {
  const id = fault.kakaoCode === undefined ? null : findFaultRule(endpoint, fault.kakaoCode);
  if (id === null) return null;
  const { answersAs } = rules[id];
  const values = { code: incoming.form.get("code"), client_id: incoming.form.get("client_id") };
  if (answersAs === "token") return refuseToken(id as TokenRuleId, values);
  if (answersAs === "kapi") return refuseKapi(id as KapiRuleId);
  if (answersAs === "page") return refuseByPage(incoming, id as PageRuleId, null);
  if (back?.content.kind !== "callback") return null;
  const { redirectUri, params } = back.content;
  return refuseByCallback(id as CallbackRuleId, { redirectUri, state: params.state ?? null });
}

/** Sets and removes fields and headers; on the way back to the app the fields are the query. */
export function alterAnswer(answer: Answer, fault: FaultEffects): Answer {
  const headers = { ...answer.headers, ...lowerCaseNames(fault.headers ?? {}) };
  const { content } = answer;
  if (content.kind === "json") {
    // A list (app/users) is altered entry by entry.
    const value = Array.isArray(content.value)
      ? content.value.map((entry) => alterJson(entry, fault))
      : alterJson(content.value, fault);
    return { ...answer, headers, content: { kind: "json", value } };
  }
  if (content.kind === "callback") {
    const params = alterParams(content.params, fault);
    return { ...answer, headers, content: { ...content, params } };
  }
  return { ...answer, headers };
}

function alterJson(value: JsonObject, fault: FaultEffects): JsonObject {
  let altered = value;
  for (const [path, member] of Object.entries(fault.setFields ?? {})) {
    altered = withMember(altered, path, member as Json);
  }
  for (const [path, text] of Object.entries(fault.setRawFields ?? {})) {
    altered = withMember(altered, path, new RawJson(text));
  }
  for (const path of fault.removeFields ?? []) altered = withoutMember(altered, path);
  return altered;
}

function alterParams(params: Record<string, string>, fault: FaultEffects): Record<string, string> {
  const altered = { ...params, ...fault.setRawFields };
  for (const [name, value] of Object.entries(fault.setFields ?? {})) altered[name] = String(value);
  for (const name of fault.removeFields ?? []) delete altered[name];
  return altered;
}

function lowerCaseNames(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
