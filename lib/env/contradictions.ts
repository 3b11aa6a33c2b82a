// What is wrong only in combination. Called by lib/env.ts after every variable was read alone.
import type { Env } from "../env";
import type { Problem, Source } from "./variables";

export function crossCheck(env: Env, source: Source): Problem[] {
  return [...overrideProblems(env, source), ...reusedSecrets(source), ...nativeKeyProblems(env)];
}

/** Pointing sign-in at another Kakao is a tester's tool; in production it would be a back door. */
function overrideProblems({ appEnv }: Env, source: Source): Problem[] {
  const given = ["KAKAO_AUTH_URL", "KAKAO_API_URL"].filter((name) => source[name] !== undefined);
  if (appEnv === "production")
    return given.map((name) => ({ name, rule: "is not allowed in production" }));
  if (given.length !== 1) return [];
  const other = given[0] === "KAKAO_AUTH_URL" ? "KAKAO_API_URL" : "KAKAO_AUTH_URL";
  return [{ name: other, rule: `must be set together with ${given[0]}` }];
}

const SECRETS = [
  "AUTH_SECRET",
  "AUTH_SECRET_1",
  "AUTH_SECRET_2",
  "AUTH_SECRET_3",
  "PREVIEW_PROXY_SECRET",
  "CRON_SECRET",
  "AUTH_KAKAO_ID",
  "AUTH_KAKAO_SECRET",
  "KAKAO_ADMIN_KEY",
  "KAKAO_ADMIN_KEY_PREVIOUS",
];

/** One leaked value must open one door only. */
function reusedSecrets(source: Source): Problem[] {
  const firstNameOf = new Map<string, string>();
  const problems: Problem[] = [];
  for (const name of SECRETS) {
    const value = source[name];
    if (!value) continue;
    const first = firstNameOf.get(value);
    if (first) problems.push({ name, rule: `must differ from ${first}` });
    else firstNameOf.set(value, name);
  }
  return problems;
}

/** The REST key's id_tokens belong to the browser flow, where the nonce is ours. */
function nativeKeyProblems({ kakao: { nativeAppKeys, restApiKey } }: Env): Problem[] {
  return restApiKey !== null && nativeAppKeys.includes(restApiKey)
    ? [{ name: "KAKAO_NATIVE_APP_KEYS", rule: "must not hold AUTH_KAKAO_ID" }]
    : [];
}
