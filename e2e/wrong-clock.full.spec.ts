// Our clock and Kakao's are not the same: a little is nothing, a lot is refused and told (K19). Here
// it is ours that is off; id-token.api.spec.ts has tokens of another time.
import { expect, test } from "./fixtures";
import { startAppWithClock } from "./own-app-clock";
import { finishSignIn, reachCallback, readMe, refusalOf } from "./sign-in-steps";
import { countUsersOf } from "./user-rows";
import { Visitor } from "./visitor";

for (const seconds of [-45, 45])
  test(`with a clock ${seconds} seconds off people sign in (K19)`, async ({ person }) => {
    const app = await startAppWithClock(seconds);
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person, { at: app.url });
    await finishSignIn(visitor, callback, { at: app.url });
    expect(await readMe(visitor, app.url)).not.toBeNull();
    await app.stop();
  });

for (const seconds of [-600, 700])
  test(`with a clock ${seconds} seconds off nobody does, and operators hear why (K19)`, async ({
    person,
  }) => {
    const app = await startAppWithClock(seconds);
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person, { at: app.url });
    const answer = await finishSignIn(visitor, callback, { at: app.url });
    expect(refusalOf(answer)).toBe("kakao_rejected");
    expect(visitor.cookies().has("session")).toBe(false);
    expect(await countUsersOf(person.id)).toBe(0);
    const alarm = app
      .output()
      .split("\n")
      .find((line) => line.includes('"sign_in.alarm"'));
    expect(JSON.parse(alarm ?? "{}")).toMatchObject({
      level: "error",
      reason: expect.stringContaining("clock"),
    });
    await app.stop();
  });
