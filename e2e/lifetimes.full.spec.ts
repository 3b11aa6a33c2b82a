// How long things live, seen by instances whose clocks have gone on (DEC-3).
import { expect, failure, greeting, kakaoButton, test } from "./fixtures";
import { signInAtKakao } from "./kakao-emulator/playwright";
import { meWith, signInNatively } from "./native-steps";
import type { OwnApp } from "./own-app";
import { startAppWithClock } from "./own-app-clock";
import { finishSignIn, reachCallback, refusalOf, signIn, statusOfCookie } from "./sign-in-steps";
import { Visitor } from "./visitor";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

async function withAppAhead(seconds: number, work: (app: OwnApp) => Promise<void>): Promise<void> {
  const app = await startAppWithClock(seconds);
  await work(app).finally(app.stop);
}

test("a browser's session ends with its thirtieth day, however often it was used (ST-7)", async ({
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const token = visitor.cookies().get("session") ?? "";
  await withAppAhead(30 * DAY - 5 * MINUTE, async ({ url }) => {
    for (let poll = 0; poll < 20; poll += 1) {
      const answer = await visitor.send(`${url}/api/me`);
      expect(answer.status).toBe(200);
      expect(answer.setCookies, "no visit makes it longer").toEqual([]);
    }
  });
  await withAppAhead(30 * DAY + 1, async ({ url }) => {
    expect(await statusOfCookie(token, url)).toBe(401);
    const page = await visitor.send(`${url}/account`);
    expect(page.location?.pathname).toBe("/sign-in");
  });
  expect(await statusOfCookie(token), "by this server's clock it is still good").toBe(200);
});

test("an app's access token ends after thirty minutes (ST-7)", async ({ person, kakao }) => {
  const { access_token } = await signInNatively(kakao, person);
  const statusAt = async ({ url }: OwnApp) =>
    (await meWith(`Bearer ${access_token}`, { at: url })).status;
  await withAppAhead(28 * MINUTE, async (app) => expect(await statusAt(app)).toBe(200));
  await withAppAhead(30 * MINUTE + 1, async (app) => expect(await statusAt(app)).toBe(401));
});

test("a consent page left open for eleven minutes: too long, and the next try works (B9)", async ({
  page,
  person,
  kakao,
}) => {
  await withAppAhead(11 * MINUTE, async ({ url }) => {
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person);
    const answer = await finishSignIn(visitor, callback, { at: url });
    expect(refusalOf(answer)).toBe("expired");
    expect(await kakao.readLedger({ path: "/oauth/token", personId: person.id })).toEqual([]);
    await page.goto(answer.location?.href ?? "");
  });
  // This browser had not been to the site: it keeps no cookie from a page that it opens like this.
  await expect(failure(page)).toBeVisible();
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
});
