// How many sign-ins ask Kakao at once on this instance. A crowd goes through in an orderly line:
// all at once, they would run into each other's time limits although nothing is wrong.
// Called by lib/sign-in around everything that one exchange needs.
import "server-only";
import { KakaoError } from "./errors";

const AT_ONCE = 24;
/** Even a line that moves is not waited in longer than this. */
const LONGEST_WAIT_MS = 25_000;
/** What is left for those whose turn comes when their time is nearly over. */
const LEAST_BUDGET_MS = 500;

let busy = 0;
let lastProgressAt = 0;
const line: Array<() => void> = [];

/**
 * Runs the work when its turn comes, first come, first served. Time in a line that moves costs
 * nothing; time in one that stands, because Kakao answers nobody, comes off the budget.
 *
 * @param budgetMs how long a person waits for a silent Kakao, the line included
 * @param work gets the signal that ends what it asks of Kakao
 * @throws KakaoError "unavailable" when the line does not move
 */
export async function takeTurn<Value>(
  budgetMs: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const arrivedAt = Date.now();
  if (busy >= AT_ONCE) await waitInLine(arrivedAt, budgetMs);
  else busy += 1;
  try {
    const stoodMs = Date.now() - Math.max(arrivedAt, lastProgressAt);
    const value = await work(AbortSignal.timeout(Math.max(budgetMs - stoodMs, LEAST_BUDGET_MS)));
    lastProgressAt = Date.now();
    return value;
  } finally {
    // The place goes straight to the next in line, so `busy` stays as it is.
    const next = line.shift();
    if (next) next();
    else busy -= 1;
  }
}

function waitInLine(arrivedAt: number, budgetMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = () => {
      clearTimeout(timer);
      resolve();
    };
    const check = () => {
      const now = Date.now();
      const isMoving = now - Math.max(arrivedAt, lastProgressAt) < budgetMs;
      if (isMoving && now - arrivedAt < LONGEST_WAIT_MS) {
        timer = setTimeout(check, budgetMs);
        return;
      }
      line.splice(line.indexOf(enter), 1);
      reject(new KakaoError("unavailable", "too many sign-ins wait for an answer"));
    };
    let timer = setTimeout(check, budgetMs);
    line.push(enter);
  });
}
