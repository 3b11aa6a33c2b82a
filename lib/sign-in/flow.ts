// One trip to Kakao and back, and the cookie in which it waits. Called by start.ts and finish.ts.
// Every flow has a cookie of its own, so that two tabs do not overwrite each other (AR-6).
import "server-only";
import { createHash } from "node:crypto";
import { EncryptJWT, jwtDecrypt } from "jose";
import { z } from "zod";
import { type Cookie, readCookies, serializeCookie } from "../http/cookies";
import { isSecureSite } from "../http/site";
import { type KeyRing, keyRing } from "../keys";

/**
 * What a trip is for: it decides how a success and a refusal of it end. A silent one was begun by
 * no press of a button, so that nobody waits for its outcome.
 */
const intents = ["sign-in", "silent", "consent", "reauthenticate"] as const;
export type Intent = (typeof intents)[number];

/** What this browser must bring back for the trip to count. */
export type Flow = {
  /** Hex SHA-256 of the `state` parameter: names the flow without giving it away. */
  id: string;
  /** Proof key (RFC 7636): shown to Kakao only, when the code is exchanged. */
  codeVerifier: string;
  /** Has to come back in the id_token. */
  nonce: string;
  returnTo: string;
  intent: Intent;
  /** Of a silent trip: the page that it was begun on, and that a refusal of it leads back to. */
  page?: "/" | "/sign-in";
  /** Who asked, where it was somebody signed in; whoever comes back may be another (DEC-4). */
  userId?: string;
};

/** Ten minutes at Kakao, then the trip is over. */
export const FLOW_SECONDS = 10 * 60;
const TYPE = "sign-in-flow+jwt";
const MAX_OPEN_FLOWS = 5;
/** Proxies refuse requests with large headers; this much of one is ours. */
const MAX_COOKIE_BYTES = 3800;

export function flowIdOf(state: string): string {
  return createHash("sha256").update(state).digest("hex");
}

/** Enough of the id to tell flows apart, in cookie names and in the log. */
export function shortFlowId(flowId: string): string {
  return flowId.slice(0, 16);
}

const sealedFlow = z.object({
  id: z.string(),
  codeVerifier: z.string().min(43),
  nonce: z.string().min(22),
  returnTo: z.string(),
  // The release before this one knew no other kind: its open trips finish after a deploy (MI-3).
  intent: z.enum(intents).default("sign-in"),
  page: z.enum(["/", "/sign-in"]).optional(),
  userId: z.string().optional(),
  iat: z.int(),
  exp: z.int(),
});

export async function sealFlow(
  { id, codeVerifier, nonce, returnTo, intent, page, userId }: Flow,
  ring: KeyRing = keyRing("sign-in flow"),
): Promise<string> {
  return new EncryptJWT({ id, codeVerifier, nonce, returnTo, intent, page, userId })
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", typ: TYPE, kid: ring.current.kid })
    .setIssuedAt()
    .setExpirationTime(`${FLOW_SECONDS}s`)
    .encrypt(ring.current.key);
}

/** @returns null when it is not ours, was changed, or is older than ten minutes */
export async function openFlow(
  sealed: string,
  ring: KeyRing = keyRing("sign-in flow"),
): Promise<(Flow & { startedAt: number }) | null> {
  try {
    const { payload } = await jwtDecrypt(
      sealed,
      ({ kid }) => {
        const key = ring.find(kid ?? "");
        if (!key) throw new Error("sealed with another key");
        return key;
      },
      {
        keyManagementAlgorithms: ["dir"],
        contentEncryptionAlgorithms: ["A256GCM"],
        typ: TYPE,
        // Its end is checked and not its age: the instance that sealed it may have another time
        // than this one (P10).
      },
    );
    const { iat, exp, ...flow } = sealedFlow.parse(payload);
    return exp - iat <= FLOW_SECONDS ? { ...flow, startedAt: iat } : null;
  } catch {
    return null;
  }
}

function cookiePrefix(): string {
  return isSecureSite() ? "__Host-flow-" : "flow-";
}

function cookieNameOf(flowId: string): string {
  return cookiePrefix() + shortFlowId(flowId);
}

/** The flow that this `state` belongs to, if this browser started it. */
export async function findFlow(cookieHeader: string | null, flowId: string): Promise<Flow | null> {
  const name = cookieNameOf(flowId);
  const sealed = readCookies(cookieHeader).filter((cookie) => cookie.name === name);
  if (sealed.length !== 1 || !sealed[0]) return null;
  const flow = await openFlow(sealed[0].value);
  return flow?.id === flowId ? flow : null;
}

/** Keeps the new flow and the youngest of the others; closes the rest. */
export async function keepFlow(flow: Flow, cookieHeader: string | null): Promise<Cookie[]> {
  const kept: Cookie = {
    name: cookieNameOf(flow.id),
    value: await sealFlow(flow),
    maxAgeSeconds: FLOW_SECONDS,
  };
  const closed = (await findCrowdedOut(cookieHeader, kept)).map(closedCookie);
  return [kept, ...closed];
}

export function closedFlowCookie(flowId: string): Cookie {
  return closedCookie(cookieNameOf(flowId));
}

function closedCookie(name: string): Cookie {
  return { name, value: "", maxAgeSeconds: 0 };
}

async function findCrowdedOut(cookieHeader: string | null, kept: Cookie): Promise<string[]> {
  const others = readCookies(cookieHeader).filter(
    ({ name }) => name.startsWith(cookiePrefix()) && name !== kept.name,
  );
  const dated = await Promise.all(
    others.map(async ({ name, value }) => ({
      name,
      bytes: name.length + value.length,
      startedAt: (await openFlow(value))?.startedAt ?? 0,
    })),
  );
  // Browsers send the older cookie first, which decides between two of one second.
  dated.reverse().sort((a, b) => b.startedAt - a.startedAt);
  let bytes = serializeCookie(kept).length;
  return dated
    .filter((flow, index) => {
      bytes += flow.bytes;
      const fits = index < MAX_OPEN_FLOWS - 1 && bytes <= MAX_COOKIE_BYTES;
      return !fits || flow.startedAt === 0;
    })
    .map(({ name }) => name);
}
