// How often an address may be refused before it hears nothing else (RL-1). Called by both webhooks.
// Counted in this process alone: a flood without a key must reach no database (WH-8). What is
// right is never limited, for it comes from Kakao, however much of it there is.
import "server-only";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { clientAddressOf, pseudonymOf } from "../http/client-address";
import { logRefusal } from "../http/log";
import { RateLimited } from "../http/rate-limits";
import { requestIdOf } from "../http/request-id";

const limiter = new RateLimiterMemory({ keyPrefix: "webhook", points: 60, duration: 60 });

type Reason = { webhook: "unlink" | "account_state"; reason: string };

/**
 * Writes the refusal down, as long as there are few of this address.
 *
 * @throws RateLimited when there are more
 */
export async function countRefusal(request: Request, { webhook, reason }: Reason): Promise<void> {
  const { headers } = request;
  const address = pseudonymOf(clientAddressOf(headers));
  try {
    await limiter.consume(address);
  } catch (rejected) {
    if (!(rejected instanceof RateLimiterRes)) throw rejected;
    throw new RateLimited(Math.ceil(rejected.msBeforeNext / 1000));
  }
  const requestId = requestIdOf(headers);
  logRefusal("webhook.refused", { requestId, webhook, reason, address: address.slice(0, 16) });
}
