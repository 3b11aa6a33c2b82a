// Tokens that name a key which nobody publishes, by the hundred, as apps bring them.
import { randomUUID } from "node:crypto";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { postJson } from "./native-steps";

const AT_ONCE = 50;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Nobody has signed it; the key that it names is looked for before anybody sees that. */
const tokenOfUnknownKey = () =>
  [encode({ alg: "RS256", typ: "JWT", kid: randomUUID() }), encode({}), "c2lnbmF0dXJl"].join(".");

/** @returns the statuses that came back */
export async function bringTokensOfUnknownKeys(count: number, at: string): Promise<Set<number>> {
  const statuses = new Set<number>();
  const bring = async () => {
    const body = { id_token: tokenOfUnknownKey(), nonce: "n" };
    statuses.add((await postJson("/api/token", body, { at })).status);
  };
  for (let left = count; left > 0; left -= AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, bring));
  return statuses;
}

/** How often the published keys were asked for. */
export async function readKeyRequests(kakao: KakaoEmulatorClient): Promise<number> {
  return (await kakao.readLedger({ path: "/.well-known/jwks.json" })).length;
}
