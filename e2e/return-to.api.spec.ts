// The return path by every other way in: the form, another field's name, a header, a cookie.
import { baseUrl, callbackPath } from "./addresses";
import { attacks } from "./attacks";
import { expect, test } from "./fixtures";
import {
  agreeAtKakao,
  finishSignIn,
  reachCallback,
  readCsrfToken,
  refusalOf,
  signIn,
  startSignIn,
} from "./sign-in-steps";
import { ownForm, Visitor } from "./visitor";

const query = (name: string, attack: string) => new URLSearchParams({ [name]: attack });
/** What a header can hold of it. */
const headerOf = (attack: string) => encodeURI(attack.slice(0, 1000)).replaceAll("\n", "");

/** A sign-in with the attack in every place but the form. */
async function signInAround(
  visitor: Visitor,
  person: { id: string; loginId: string },
  attack: string,
) {
  const value = encodeURIComponent(attack.slice(0, 1000));
  for (const name of ["returnTo", "callback-url", "authjs.callback-url", "__Host-returnTo"])
    visitor.setCookie(name, value);
  const headers = { ...ownForm(), referer: headerOf(attack) };
  const start = `${baseUrl()}/api/auth/signin/kakao?${query("returnTo", attack)}&${query("callbackUrl", attack)}`;
  const started = await visitor.send(start, { form: {}, headers });
  const callback = await agreeAtKakao(visitor, started.location as URL, person);
  return finishSignIn(visitor, callback, { headers: { referer: headerOf(attack) } });
}

test("no page and no form names a way out: sign-out, language, outage, cancelled, refused (OR-2)", async ({
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const csrfToken = await readCsrfToken(visitor);
  const own = new URL(baseUrl()).host;
  for (const attack of attacks(own)) {
    const referer = { referer: headerOf(attack) };
    const signOut = `${baseUrl()}/api/auth/signout?${query("returnTo", attack)}`;
    for (const name of ["returnTo", "callbackUrl"]) {
      const answer = await new Visitor().post(signOut, { csrfToken, [name]: attack }, referer);
      expect(answer.location?.href, attack).toBe(`${baseUrl()}/`);
    }
    const spoken = await new Visitor().post(
      `${baseUrl()}/language`,
      { locale: "en", returnTo: attack },
      referer,
    );
    // /sign-in is a page to stay on; what it was told to go on to is checked again there.
    const stays = attack.startsWith("/sign-in") ? `${baseUrl()}${attack}` : `${baseUrl()}/`;
    expect(spoken.location?.href, attack).toBe(stays);
    const outage = await visitor.send(`${baseUrl()}/unavailable?${query("returnTo", attack)}`);
    expect(outage.body, attack).toContain('<a class="button" href="/">');
  }
  const refused = await visitor.send(`${baseUrl()}${callbackPath}?code=%00&state=x`);
  expect(refused.headers.refresh).toMatch(/^0; url=\/sign-in\?error=unknown&ref=[0-9a-f-]{13}$/);
});

test("after a cancelled trip the page offers home, not what the form had said (OR-2)", async () => {
  for (const attack of ["//evil.test", "https://evil.test", "/\\evil.test"]) {
    const visitor = new Visitor();
    const url = await startSignIn(visitor, { form: { returnTo: attack } });
    const state = url.searchParams.get("state") ?? "";
    const cancelled = new URLSearchParams({ error: "access_denied", state });
    const answer = await visitor.send(`${baseUrl()}${callbackPath}?${cancelled}`);
    expect(answer.location?.searchParams.get("error")).toBe("cancelled");
    expect(answer.location?.searchParams.has("returnTo")).toBe(false);
  }
});

test("the way back is sealed: not to be read, changed, or swapped for another trip's (OR-3)", async ({
  person,
}) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { form: { returnTo: "/account" } });
  const [[name = "", sealed = ""] = []] = visitor.cookies();
  for (const part of sealed.split("."))
    expect(Buffer.from(part, "base64url").toString("latin1")).not.toContain("account");
  const other = new Visitor();
  await startSignIn(other, { form: { returnTo: "/developers" } });
  const [foreign = ""] = other.cookies().values();
  const at = sealed.lastIndexOf(".") - 3;
  const bent = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
  for (const value of [foreign, bent]) {
    const thief = new Visitor();
    thief.setCookie(name, value);
    expect(refusalOf(await finishSignIn(thief, callback))).toBe("expired");
  }
  expect((await finishSignIn(visitor, callback)).location?.href).toBe(`${baseUrl()}/account`);
});

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
    const answer = await signInAround(visitor, person, attack);
    expect(answer.location?.href, "in query, cookies and Referer").toBe(`${baseUrl()}/`);
    const asked = query("returnTo", attack);
    const again = await visitor.send(`${baseUrl()}/sign-in?${asked}`);
    expect(again.location?.href, "signed in already").toBe(`${baseUrl()}/`);
    const page = await new Visitor().send(`${baseUrl()}/sign-in?${asked}&error=expired`);
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

test("a full-width slash is a letter of a path of ours, not a way out (OR-1)", async ({
  person,
}) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { form: { returnTo: "/／evil.test" } });
  const answer = await finishSignIn(visitor, callback);
  expect(answer.location?.href).toBe(`${baseUrl()}/%EF%BC%8Fevil.test`);
});
