// How many ask Kakao at once on this instance. A crowd goes through in an orderly line: all at once,
// they would run into each other's time limits although nothing is wrong. Called by lib/sign-in and
// lib/native around everything that one exchange needs, each with a line of its own.
import "server-only";
import { KakaoError } from "./errors";

const AT_ONCE = 24;
/** Even a line that moves is not waited in longer than this. */
const LONGEST_WAIT_MS = 25_000;
/** What is left for those whose turn comes when their time is nearly over. */
const LEAST_BUDGET_MS = 500;

/** Waits for a turn, and works. */
export type TakeTurn = <Value>(
  budgetMs: number,
  work: (signal: AbortSignal) => Promise<Value>,
) => Promise<Value>;

/** A line of its own: a crowd in another one is not in its way (RL-7). */
export function createLine(): TakeTurn {
  const line = new Line();
  return (budgetMs, work) => line.takeTurn(budgetMs, work);
}

class Line {
  private busy = 0;
  private lastProgressAt = 0;
  private readonly waiting: Array<() => void> = [];

  /**
   * Runs the work when its turn comes, first come, first served. Time in a line that moves costs
   * nothing; time in one that stands, because Kakao answers nobody, comes off the budget.
   *
   * @param budgetMs how long a person waits for a silent Kakao, the line included
   * @param work gets the signal that ends what it asks of Kakao
   * @throws KakaoError "unavailable" when the line does not move
   */
  async takeTurn<Value>(
    budgetMs: number,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const arrivedAt = Date.now();
    if (this.busy >= AT_ONCE) await this.waitInLine(arrivedAt, budgetMs);
    else this.busy += 1;
    try {
      const stoodMs = Date.now() - Math.max(arrivedAt, this.lastProgressAt);
      const value = await work(AbortSignal.timeout(Math.max(budgetMs - stoodMs, LEAST_BUDGET_MS)));
      this.lastProgressAt = Date.now();
      return value;
    } finally {
      // The place goes straight to the next in line, so `busy` stays as it is.
      const next = this.waiting.shift();
      if (next) next();
      else this.busy -= 1;
    }
  }

  private waitInLine(arrivedAt: number, budgetMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const check = () => {
        const now = Date.now();
        const isMoving = now - Math.max(arrivedAt, this.lastProgressAt) < budgetMs;
        if (isMoving && now - arrivedAt < LONGEST_WAIT_MS) {
          timer = setTimeout(check, budgetMs);
          return;
        }
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        reject(new KakaoError("unavailable", "too many sign-ins wait for an answer"));
      };
      let timer = setTimeout(check, budgetMs);
      this.waiting.push(enter);
    });
  }
}

/** The line of the browser sign-ins. */
export const takeTurn = createLine();
