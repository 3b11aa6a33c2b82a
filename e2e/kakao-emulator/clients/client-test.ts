// A test that is also a row of the client matrix. What the row says is read from the installed
// package, the emulator's ledger and the end of the sign-in, never declared. matrix-reporter.ts
// prints the rows.
import { readFileSync } from "node:fs";
import { test } from "vitest";
import { control, type LedgerEntry } from "./emulated-kakao";

export type Outcome =
  | { signedInAs: string }
  /** The library checks ID tokens and signs nobody in. */
  | { verified: string }
  /** The client's own words, or Kakao's; it fails against real Kakao in the same way. */
  | { failsAsAgainstKakao: string }
  /** The client sees through an answer that was made wrong on purpose. */
  | { refuses: string };

export type ClientRow = {
  client: string;
  version: string;
  /** The console's switch. */
  oidc: "on" | "off";
  sent: string[];
  outcome: string;
};

declare module "vitest" {
  interface TaskMeta {
    clientRow?: ClientRow;
  }
}

/**
 * @param packageName the folder in node_modules
 * @param drive the whole sign-in; answers how it ended, and throws when that is not as expected
 */
export function clientTest(packageName: string, title: string, drive: () => Promise<Outcome>) {
  const client = readPackage(packageName);
  test(`${client.client} ${client.version}: ${title}`, async ({ task }) => {
    let outcome: Outcome | null = null;
    try {
      outcome = await drive();
    } finally {
      task.meta.clientRow = { ...client, ...(await readTraffic()), outcome: describe(outcome) };
    }
  });
}

function readPackage(packageName: string): { client: string; version: string } {
  const file = new URL(`node_modules/${packageName}/package.json`, import.meta.url);
  const { name, version } = JSON.parse(readFileSync(file, "utf8"));
  return { client: name, version };
}

function describe(outcome: Outcome | null): string {
  if (outcome === null) return "NOT AS EXPECTED";
  if ("signedInAs" in outcome) return "signs in";
  if ("verified" in outcome) return "verifies";
  if ("refuses" in outcome) return `refuses: ${outcome.refuses}`;
  return `fails as against Kakao: ${outcome.failsAsAgainstKakao}`;
}

async function readTraffic(): Promise<Pick<ClientRow, "oidc" | "sent">> {
  // The emulator is at its seed before each test, so the newest app is the test's own.
  const app = (await control.listApps()).at(-1);
  const sent = new Set((await control.readLedger()).flatMap(describeRequest));
  return { oidc: app?.oidc ? "on" : "off", sent: [...sent] };
}

function describeRequest({ method, path, query, body, headers }: LedgerEntry): string[] {
  if (path === "/oauth/authorize") return describeAuthorization(query);
  if (path === "/oauth/token") {
    const secret = headers.authorization === undefined ? "secret in body" : "HTTP Basic";
    return body.grant_type === "refresh_token" ? ["refresh"] : [secret];
  }
  if (path === "/.well-known/openid-configuration") return ["discovery"];
  if (path === "/.well-known/jwks.json") return ["JWKS"];
  if (!/^\/v\d\//.test(path)) return [];
  return [`${method} ${path}${query.access_token === undefined ? "" : "?access_token"}`];
}

function describeAuthorization(query: LedgerEntry["query"]): string[] {
  const named = { PKCE: query.code_challenge, state: query.state, nonce: query.nonce };
  const sent = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : name));
  const { scope } = query;
  if (scope === undefined) return sent;
  return [
    ...sent,
    scope === "" ? "empty scope" : String(scope).includes(",") ? "scope a,b" : "scope",
  ];
}
