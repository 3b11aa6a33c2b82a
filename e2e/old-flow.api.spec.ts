// The consent page was left open: a trip of more than ten minutes is over, whoever brings it back.
import { expect, test } from "./fixtures";
import { startAppWithClock } from "./own-app-clock";
import {
  expectSignedOut,
  finishSignIn,
  reachCallback,
  readMe,
  readTokenRequests,
  refusalOf,
} from "./sign-in-steps";
import { Visitor } from "./visitor";

const MINUTE = 60;

test("a state older than ten minutes is refused before Kakao is asked, and a new try works (CB-1, B9)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  const later = await startAppWithClock(10 * MINUTE + 30);
  const answer = await finishSignIn(visitor, callback, { at: later.url });
  await later.stop();
  expect(refusalOf(answer)).toBe("expired");
  await expectSignedOut(visitor);
  expect(await readTokenRequests(kakao, callback)).toEqual([]);
  await finishSignIn(visitor, await reachCallback(visitor, person));
  expect(await readMe(visitor)).not.toBeNull();
});
