// The return path by every other way in: the form, another field's name, a header, a cookie.
import { baseUrl } from "./addresses";
import { attacks } from "./attacks";
import { expect, test } from "./fixtures";
import { agreeAtKakao, finishSignIn, reachCallback, startSignIn } from "./sign-in-steps";
import { Visitor } from "./visitor";

/** Names must not change from run to run, and the port does. */
for (const [index, label] of attacks("APP").entries())
  test(`${JSON.stringify(label).slice(0, 80)} is nowhere to return to (OR-1)`, async ({
    person,
  }) => {
    const attack = attacks(new URL(baseUrl()).host)[index] ?? "";
    const visitor = new Visitor();
    for (const name of ["returnTo", "callbackUrl"]) {
      const callback = await reachCallback(visitor, person, { form: { [name]: attack } });
      const answer = await finishSignIn(visitor, callback);
      expect(answer.location?.href, `${name} in the form`).toBe(`${baseUrl()}/`);
    }
    const query = new URLSearchParams({ returnTo: attack });
    const again = await visitor.send(`${baseUrl()}/sign-in?${query}`);
    expect(again.location?.href, "signed in already").toBe(`${baseUrl()}/`);
    const page = await new Visitor().send(`${baseUrl()}/sign-in?${query}&error=expired`);
    const targets = [...page.body.matchAll(/name="returnTo" value="([^"]*)"/g)];
    // The button, the other account, and the language switch, which stays on this page.
    expect(targets.map(([, value]) => value).slice(0, 2)).toEqual(["/", "/"]);
  });

test("Referer and cookies of Auth.js's do not choose the way (OR-2, OR-3)", async ({ person }) => {
  const visitor = new Visitor();
  for (const name of ["callback-url", "authjs.callback-url", "next-auth.callback-url", "returnTo"])
    visitor.setCookie(name, encodeURIComponent("https://evil.test"));
  const headers = { referer: "https://evil.test/" };
  const callback = await agreeAtKakao(visitor, await startSignIn(visitor, { headers }), person);
  const answer = await finishSignIn(visitor, callback, { headers });
  expect(answer.location?.href).toBe(`${baseUrl()}/`);
});

test("a returnTo added to the callback is not read (OR-3)", async ({ person }) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { form: { returnTo: "/account" } });
  callback.searchParams.set("returnTo", "//evil.test");
  callback.searchParams.set("callbackUrl", "https://evil.test");
  const answer = await finishSignIn(visitor, callback);
  expect(answer.location?.href).toBe(`${baseUrl()}/account`);
});

test("the language form goes back to this site only (OR-2)", async () => {
  for (const returnTo of [
    "//evil.test",
    "https://evil.test",
    "/\\evil.test",
    "/api/auth/signout",
  ]) {
    const answer = await new Visitor().post(`${baseUrl()}/language`, { locale: "en", returnTo });
    expect(answer.location?.href).toBe(`${baseUrl()}/`);
  }
});

test("a full-width slash is a letter of a path of ours, not a way out (OR-1)", async ({
  person,
}) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { form: { returnTo: "/／evil.test" } });
  const answer = await finishSignIn(visitor, callback);
  expect(answer.location?.href).toBe(`${baseUrl()}/%EF%BC%8Fevil.test`);
});
