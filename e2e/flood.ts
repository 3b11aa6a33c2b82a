// Many webhooks that nobody of Kakao's sent, from a hundred addresses. Called by the test of floods
// and by the load scenario.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { newAddress } from "./visitor";
import { accountStatePath, unlinkPath } from "./webhook-steps";

const wrongKey = {
  ...{ method: "POST", path: unlinkPath, body: "app_id=1&user_id=1" },
  headers: {
    ...{ authorization: "KakaoAK wrong" },
    "content-type": "application/x-www-form-urlencoded",
  },
};
const junkToken = {
  ...{ method: "POST", path: accountStatePath },
  body: "eyJhbGciOiJSUzI1NiIsInR5cCI6InNlY2V2ZW50K2p3dCJ9.e30.AAAA",
  headers: { "content-type": "application/secevent+jwt" },
};
/** The cheapest answer there is: what Next.js itself costs. */
const cheapest = { method: "GET", path: "/api/health/live", body: "", headers: {} };

export type Flood = {
  of?: "wrong webhooks" | "cheapest";
  /** Fewer when the instance does not answer as many. */
  perSecond?: number;
  connections?: number;
  seconds: number;
};

export type Flooded = { sent: number; perSecond: number; notRefused: string[] };

export async function flood(origin: string, input: Flood): Promise<Flooded> {
  const { of: kind = "wrong webhooks", perSecond = 1000, connections = 8, seconds } = input;
  const kinds = kind === "cheapest" ? [cheapest] : [wrongKey, junkToken];
  // An odd number, so that each address sends both kinds.
  const addresses = Array.from({ length: 99 }, newAddress);
  const workerData = { origin, kinds, addresses, perSecond, connections, seconds };
  const worker = new Worker(new URL("./flood.mjs", import.meta.url), { workerData });
  const [{ statuses, tookMs }] = await once(worker, "message");
  const counts = Object.entries<number>(statuses);
  const sent = counts.reduce((sum, [, count]) => sum + count, 0);
  const notRefused = counts
    .map(([status]) => status)
    .filter((status) => !["400", "401", "429"].includes(status));
  return { sent, perSecond: (sent / tookMs) * 1000, notRefused };
}
