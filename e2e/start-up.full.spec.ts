// Every variable, wrong in every way, at a real boot: the server says which, and not what was in it.
// The same table is checked in the process, quickly, beside lib/env.ts.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { expect, test } from "./fixtures";
import {
  type Changes,
  launchApp,
  newSecret,
  productionEnvironment,
  productionOrigin,
} from "./own-app";

const MAX_MS = 5000;
const key = () => randomBytes(16).toString("hex");
const canary = "canary8d1fcanary8d1fcanary8d1f";
const shared = newSecret();
const sharedKey = key();

const SECRETS = ["AUTH_SECRET", "AUTH_SECRET_1", "AUTH_SECRET_2", "AUTH_SECRET_3"].concat(
  "PREVIEW_PROXY_SECRET",
  "CRON_SECRET",
);
const KEYS = ["AUTH_KAKAO_ID", "AUTH_KAKAO_SECRET", "KAKAO_ADMIN_KEY", "KAKAO_ADMIN_KEY_PREVIOUS"];
const OTHERS = [
  "AUTH_URL",
  "DATABASE_URL",
  "KAKAO_APP_ID",
  "KAKAO_NATIVE_APP_KEYS",
  "KAKAO_SCOPES",
].concat(["KAKAO_OIDC", "AUTH_REDIRECT_PROXY_URL", "PREVIEW_ORIGINS", "TRUSTED_PROXY_HOPS"]);

const table: Array<[name: string, how: string, changes: Changes]> = [
  ...["AUTH_SECRET", "DATABASE_URL", "AUTH_URL"].map((name): [string, string, Changes] => [
    name,
    "missing",
    { [name]: undefined },
  ]),
  ...[...SECRETS, ...KEYS, ...OTHERS].flatMap(
    (name): Array<[string, string, Changes]> => [
      [name, "empty", { [name]: "" }],
      [name, "with a line end", { [name]: `${canary}\n` }],
    ],
  ),
  ...SECRETS.flatMap(
    (name): Array<[string, string, Changes]> => [
      [name, "short", { [name]: canary }],
      [name, "a placeholder", { [name]: `changeme-${canary}-${canary}` }],
      [name, "all the same", { [name]: "k".repeat(48) }],
    ],
  ),
  ...KEYS.flatMap(
    (name): Array<[string, string, Changes]> => [
      [name, "no key", { [name]: `${canary} ${canary}` }],
      [name, "a placeholder", { [name]: "changeme" }],
    ],
  ),
  ["PREVIEW_PROXY_SECRET", "AUTH_SECRET", { AUTH_SECRET: shared, PREVIEW_PROXY_SECRET: shared }],
  ["CRON_SECRET", "AUTH_SECRET", { AUTH_SECRET: shared, CRON_SECRET: shared }],
  ["KAKAO_ADMIN_KEY", "the REST key", { AUTH_KAKAO_ID: sharedKey, KAKAO_ADMIN_KEY: sharedKey }],
  ["AUTH_URL", "http", { AUTH_URL: "http://humblebug.kr" }],
  ["AUTH_URL", "with a path", { AUTH_URL: `${productionOrigin}/${canary}` }],
  ["AUTH_URL", "with a query", { AUTH_URL: `${productionOrigin}/?${canary}` }],
  ["AUTH_URL", "this machine", { AUTH_URL: "https://127.0.0.1" }],
  ["AUTH_REDIRECT_PROXY_URL", "http", { AUTH_REDIRECT_PROXY_URL: `http://${canary}.kr/api/auth` }],
  ["DATABASE_URL", "of another kind", { DATABASE_URL: `mysql://user:${canary}@db/x` }],
  ["KAKAO_APP_ID", "no number", { KAKAO_APP_ID: canary }],
  ["TRUSTED_PROXY_HOPS", "no number", { TRUSTED_PROXY_HOPS: canary }],
  ["KAKAO_OIDC", "an unknown word", { KAKAO_OIDC: canary }],
];

test.describe.configure({ mode: "parallel" });
for (const [name, how, changes] of table)
  test(`${name} ${how}: the server refuses to start and says no value (EV-1)`, async () => {
    const environment = { ...productionEnvironment(), ...changes };
    const startedAt = Date.now();
    const app = await launchApp(environment);
    const late = setTimeout(() => app.stop(), 2 * MAX_MS);
    const [code] = await once(app.process, "exit");
    clearTimeout(late);
    expect(code, app.output()).toBe(1);
    expect(Date.now() - startedAt).toBeLessThan(MAX_MS);
    expect(app.output()).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(app.output()).not.toContain("canary8d1f");
    for (const value of [environment.AUTH_SECRET, sharedKey, shared])
      if (value) expect(app.output()).not.toContain(value.trim());
  });
