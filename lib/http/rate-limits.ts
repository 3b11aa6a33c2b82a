// Every limit on how often somebody may try, in one table, and the three ways to count (RL-1).
// Called by the handlers of sign-in, sign-out and native apps.
//
// By address only what fails is counted, or what is never finished: behind one address of a Korean
// mobile carrier are thousands of people who do nothing wrong (RL-5). By token or session
// everything is counted, and only after it was proved, so that nobody can use up somebody else's
// (RL-4).
import "server-only";
import { RateLimiterRes } from "rate-limiter-flexible";
import { clientAddressOf, pseudonymOf } from "./client-address";
import { HttpError } from "./errors";
import { logRefusal } from "./log";
import { type Limit, limiterFor } from "./rate-limit-store";
import { requestIdOf } from "./request-id";

const MINUTE = 60;

export const rateLimits = {
  /** Sign-ins begun and not finished, by address. Finishing one gives its point back. */
  signInStarts: { name: "sign-in-start", points: 300, windowSeconds: MINUTE },
  /** Callbacks that no sign-in of this browser explains, by address. */
  failedCallbacks: { name: "callback", points: 120, windowSeconds: MINUTE },
  /** Sign-outs, by user. */
  signOuts: { name: "sign-out", points: 30, windowSeconds: MINUTE },
  /** Withdrawals, by user. */
  withdrawals: { name: "withdrawal", points: 5, windowSeconds: 60 * MINUTE },
  /** Kakao tokens that did not sign anybody in, by address. */
  failedExchanges: { name: "exchange", points: 60, windowSeconds: MINUTE },
  /** Exchanges of one Kakao token, successful or not. */
  exchangesOfToken: { name: "exchange-token", points: 10, windowSeconds: MINUTE },
  /** Refreshes and revocations of one native session. */
  refreshes: { name: "refresh", points: 30, windowSeconds: MINUTE },
  revocations: { name: "revoke", points: 30, windowSeconds: MINUTE },
  /** Downloads of one's own data, by user. */
  downloads: { name: "download", points: 10, windowSeconds: 60 * MINUTE },
  /** Reports of a violated Content-Security-Policy, by address: each is a line in the log. */
  policyReports: { name: "policy-report", points: 20, windowSeconds: MINUTE },
} satisfies Record<string, Limit>;

export class RateLimited extends HttpError {
  constructor(retryAfterSeconds: number) {
    super(429, "RATE_LIMITED", { "retry-after": String(Math.max(1, retryAfterSeconds)) });
    this.name = "RateLimited";
  }
}

/**
 * Counts this attempt. Of a limit's last point and two simultaneous requests, on whichever
 * instances, one gets it (RL-2).
 *
 * @param subject a token's hash, a session's or a user's id; never anything secret
 * @throws RateLimited
 */
export async function countAttempt(request: Request, limit: Limit, subject: string) {
  try {
    await limiterFor(limit).consume(subject);
  } catch (rejected) {
    throw toRateLimited(request, limit, rejected);
  }
}

export function countAttemptOfAddress(request: Request, limit: Limit): Promise<void> {
  return countAttempt(request, limit, addressKey(request));
}

/** Takes back one attempt of this address: it was finished, so it was no abuse. */
export async function forgiveAttemptOfAddress(request: Request, limit: Limit): Promise<void> {
  await limiterFor(limit).reward(addressKey(request));
}

/** @throws RateLimited when this address has failed too often; counts nothing */
export async function refuseAfterFailures(request: Request, limit: Limit): Promise<void> {
  const found = await limiterFor(limit).get(addressKey(request));
  if (found && found.consumedPoints >= limit.points) throw toRateLimited(request, limit, found);
}

/**
 * Counts a failure of this address. However many fail at the same moment, only as many as the limit
 * allows hear of their failure; the others hear of the limit (RL-2).
 *
 * @throws RateLimited
 */
export function countFailure(request: Request, limit: Limit): Promise<void> {
  return countAttemptOfAddress(request, limit);
}

function addressKey({ headers }: Request): string {
  return pseudonymOf(clientAddressOf(headers));
}

function toRateLimited(request: Request, limit: Limit, rejected: unknown): unknown {
  // Neither store nor insurance refuses with anything else.
  if (!(rejected instanceof RateLimiterRes)) return rejected;
  const { headers } = request;
  const address = pseudonymOf(clientAddressOf(headers)).slice(0, 16);
  logRefusal("rate_limit.reached", { requestId: requestIdOf(headers), limit: limit.name, address });
  return new RateLimited(Math.ceil(rejected.msBeforeNext / 1000));
}
