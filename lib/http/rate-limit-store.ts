// Where the rate limits count: in PostgreSQL, for all instances together, and in this process while
// PostgreSQL does not answer (RL-2, RL-6). Called by rate-limits.ts alone.
import "server-only";
import type { Pool } from "pg";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
} from "rate-limiter-flexible";
import { createPool } from "../db";

/**
 * A limiter that makes people wait would be worse than none: a quarter of a second without any
 * answer, and the database is away. In ticks, because a busy process must not take its own slowness
 * for the database's; and while others are answered, a line that moves is waited in.
 */
const TICKS = 6;
const TICK_MS = 40;
const LONGEST_WAIT_MS = 2000;
/** After a failure the database is left alone for so long, and counting goes on here. */
const LEFT_ALONE_MS = 2000;
/** Apart from the pool that people wait in: their crowd must not be what stops the counting. */
const POOL_SIZE = 4;

export type Limit = {
  /** What is counted, for the key. */
  name: string;
  points: number;
  windowSeconds: number;
};

type Statement = { text: string; values?: unknown[] };

const shared = globalThis as typeof globalThis & { humblebugLimiters?: LimiterStore };

export function limiterFor(limit: Limit): RateLimiterAbstract {
  shared.humblebugLimiters ??= new LimiterStore();
  return shared.humblebugLimiters.limiterFor(limit);
}

class LimiterStore {
  private readonly limiters = new Map<string, RateLimiterAbstract>();
  private pool: Pool | null = null;
  private failedAt = 0;
  private answeredAt = 0;

  limiterFor({ name, points, windowSeconds }: Limit): RateLimiterAbstract {
    const known = this.limiters.get(name);
    if (known) return known;
    const options = { keyPrefix: name, points, duration: windowSeconds };
    const limiter = new RateLimiterPostgres({
      ...options,
      // The library asks for nothing of a client but `query`.
      storeClient: { query: (statement: Statement) => this.query(statement) },
      storeType: "pool",
      tableName: "RateLimit",
      // Our own migration makes it.
      tableCreated: true,
      // One of the limiters sweeps the table for all.
      clearExpiredByTimeout: this.limiters.size === 0,
      insuranceLimiter: new RateLimiterMemory(options),
    });
    this.limiters.set(name, limiter);
    return limiter;
  }

  /** Without the statement's name: a pooler in front may give each statement another connection. */
  private async query({ text, values }: Statement) {
    if (Date.now() - this.failedAt < LEFT_ALONE_MS) throw new Error("the database is left alone");
    this.pool ??= createPool("limits", POOL_SIZE);
    try {
      const answer = await this.withPatience(this.pool.query(text, values));
      this.answeredAt = Date.now();
      return answer;
    } catch (error) {
      this.failedAt = Date.now();
      throw error;
    }
  }

  private withPatience<Value>(work: Promise<Value>): Promise<Value> {
    const startedAt = Date.now();
    return new Promise((resolve, reject) => {
      let movedAt = startedAt;
      let ticksLeft = TICKS;
      const tick = () => {
        ticksLeft = this.answeredAt > movedAt ? TICKS : ticksLeft - 1;
        movedAt = Math.max(movedAt, this.answeredAt);
        if (ticksLeft > 0 && Date.now() - startedAt < LONGEST_WAIT_MS)
          timer = setTimeout(tick, TICK_MS);
        else reject(new Error("no answer in time"));
      };
      let timer = setTimeout(tick, TICK_MS);
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}
