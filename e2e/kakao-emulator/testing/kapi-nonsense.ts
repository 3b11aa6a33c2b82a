// Nonsensical calls of kapi, some of them nearly right, for the test that throws thousands of them.
import { kapiEndpoints } from "../rules/endpoints-kapi";
import { type App, consentItemIds } from "../world/app-schema";
import type { Random } from "./random";
import { haneul } from "./test-kapi";

export type Shot = { method: string; path: string; headers: Record<string, string>; body: string };

const endpointRows = Object.values(kapiEndpoints);
const nasty = [
  ...["", " ", "null", "undefined", "true", "false", "0", "1", "2", "-1", "1.5", "1e999", "NaN"],
  ...["9223372036854775807", "9223372036854775808", "9".repeat(400), haneul, "user_id", "asc"],
  ...["[]", "[[]]", "[1]", "[null]", "{}", "[", '"', '{"__proto__":{}}', '{"constructor":"x"}'],
  ...['["kakao_account."]', '["properties."]', '["properties.constructor"]', '["__proto__"]'],
  ...[`[${haneul}]`, `[${haneul},1,9223372036854775807]`, '["user_id"]', '{"shoe":"1"}'],
  ...['["account_email"]', '["profile_nickname"]', JSON.stringify(consentItemIds), "service"],
  ...["service,marketing", "constructor", "__proto__", ",", "app_service_terms", "한글", "\u0000"],
  ...["%", "%zz", "%00", "\ud800", "a".repeat(5_000), "[".repeat(2_000), "<script>", "'; --"],
];
const keys = ["property_keys", "secure_resource"];
const ownNames: Record<string, readonly string[]> = {
  "/v2/user/me": keys,
  "/v1/user/signup": ["properties"],
  "/v1/user/update_profile": ["properties"],
  "/v2/user/scopes": ["scopes"],
  "/v2/user/revoke/scopes": ["scopes"],
  "/v2/user/service_terms": ["tags", "result"],
  "/v2/user/upgrade/service_terms": ["tags"],
  "/v2/user/revoke/service_terms": ["tags"],
  "/v1/user/ids": ["limit", "order", "from_id"],
  "/v2/app/users": ["target_ids", ...keys],
  "/v1/user/shipping_address": ["address_id", "page_size", "from_updated_at"],
};
/** Close to what a call wants: these reach furthest. */
const fitting = new Map<string, readonly string[]>(
  Object.entries({
    property_keys: ['["kakao_account."]', '["properties.shoe"]', '["kakao_account.shoe"]', "[]"],
    properties: ['{"shoe":"1"}', '{"shoe":1}', '{"nickname":"x"}', '{"constructor":"x"}', "{}"],
    scopes: [
      '["account_email"]',
      '["profile_nickname"]',
      '["shoe"]',
      JSON.stringify(consentItemIds),
    ],
    tags: ["service", "shoe", "service,shoe"],
    target_ids: [`[${haneul}]`, `[${haneul},1]`, `["${haneul}"]`],
  }),
);
const otherNames = ["target_id_type", "target_id", "access_token", "__proto__", "", "한글"];

/** Mostly parameters that the call has, so that the nonsense reaches beyond the first check. */
function writeParams(random: Random, path: string): string {
  const params = new URLSearchParams();
  if (random.next() < 0.8) {
    params.append("target_id_type", "user_id");
    params.append("target_id", haneul);
  }
  const names = random.next() < 0.9 ? (ownNames[path] ?? []) : otherNames;
  for (const name of names) {
    if (random.next() < 0.2) continue;
    const values = random.next() < 0.5 ? (fitting.get(name) ?? nasty) : nasty;
    params.append(name, random.pick(values));
    if (random.next() < 0.05) params.append(name, random.pick(values));
  }
  const text = params.toString();
  return random.next() < 0.05 ? `${text}&%zz=%&=&&a` : text;
}

function writeAuthorization(random: Random, token: string, app: App): string {
  const secondary = app.secondaryAdminKeys[0]?.key ?? "";
  if (random.next() < 0.8) return random.pick([`Bearer ${token}`, `KakaoAK ${app.adminKey}`]);
  return random.pick([
    ...["", "Bearer", "KakaoAK ", "Bearer  x y", "Basic eDp5", "\u00ff\u00e9", token],
    ...[`bearer ${token}`, `Bearer "${token}"`, `Bearer ${"a".repeat(4_000)}`],
    ...["KakaoAK __proto__", `KakaoAK ${secondary}`],
  ]);
}

export function makeShot(random: Random, token: string, app: App): Shot {
  const row = random.pick(endpointRows);
  const isRight = random.next() < 0.8;
  const method = isRight
    ? random.pick(row.methods)
    : random.pick(["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"]);
  const params = writeParams(random, row.path);
  const query = random.next() < 0.6 ? writeParams(random, row.path) : "";
  const form = "application/x-www-form-urlencoded";
  const contentType =
    random.next() < 0.8
      ? form
      : random.pick([`${form};charset=utf-8`, "application/json", "x", ""]);
  const body = random.pick([params, params, params, "{", "\u0000\u00ff", ""]);
  return {
    method,
    path: `${row.path}${random.next() < 0.1 ? "?" : ""}?${query}`,
    headers: {
      authorization: writeAuthorization(random, token, app),
      "content-type": contentType,
      "x-forwarded-for": random.pick(["203.0.113.7", "x", ""]),
      cookie: random.pick(["", "=;;=", "a=b; __proto__=c"]),
    },
    body: method === "GET" && random.next() < 0.9 ? "" : body,
  };
}
