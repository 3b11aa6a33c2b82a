// Instances come and go: none keeps anything that another needs, and a page outlives the instance
// that drew it.
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { refresh, signInNatively, tokensIn } from "./native-steps";
import { firstInstanceEnvironment, newSecret, startApp } from "./own-app";
import {
  agreeAtKakao,
  finishSignIn,
  reachCallback,
  readCsrfToken,
  readMe,
  signIn,
  startSignIn,
  statusOfCookie,
} from "./sign-in-steps";
import { send, Visitor } from "./visitor";

test("another instance for every request: sign-in, session, refresh and sign-out (MI-1, P3)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { at: baseUrl() });
  await finishSignIn(visitor, callback, { at: secondUrl() });
  for (const at of [baseUrl(), secondUrl(), baseUrl()])
    expect((await readMe(visitor, at))?.nickname).toBe(person.nickname);
  let { refresh_token } = await signInNatively(kakao, person, { at: secondUrl() });
  for (const at of [baseUrl(), secondUrl(), baseUrl()])
    ({ refresh_token } = tokensIn(await refresh(refresh_token, { at })));
  const session = visitor.cookies().get("session") ?? "";
  const csrfToken = await readCsrfToken(visitor, secondUrl());
  await visitor.post(`${baseUrl()}/api/auth/signout`, { csrfToken });
  for (const at of [secondUrl(), baseUrl()]) expect(await statusOfCookie(session, at)).toBe(401);
});

test("the instance of the start is gone when the browser returns: another finishes (MI-2)", async ({
  person,
}) => {
  const app = await startApp(firstInstanceEnvironment());
  const visitor = new Visitor();
  const authorizeUrl = await startSignIn(visitor, { at: app.url });
  await app.stop();
  await finishSignIn(visitor, await agreeAtKakao(visitor, authorizeUrl, person));
  expect((await readMe(visitor))?.nickname).toBe(person.nickname);
});

test("the sign-in page of an instance that is gone still signs in at the next (MI-4)", async ({
  person,
}) => {
  const app = await startApp(firstInstanceEnvironment());
  const page = await send(`${app.url}/sign-in`);
  await app.stop();
  const [, path] = /<form[^>]* action="([^"]*signin[^"]*)"/.exec(page.body) ?? [];
  expect(path, "a plain form: no action of a build stands in it").toBe("/api/auth/signin/kakao");
  expect(page.body).not.toMatch(/\$ACTION_|next-action/i);
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  await finishSignIn(visitor, callback);
  expect(await readMe(visitor)).not.toBeNull();
});

test("under a new secret alone an old session is signed out, and the next sign-in works (P5)", async ({
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const old = visitor.cookies();
  const app = await startApp({ ...firstInstanceEnvironment(), AUTH_SECRET: newSecret() });
  const account = await visitor.send(`${app.url}/account`);
  expect(account.location?.pathname, "the sign-in page").toBe("/sign-in");
  const page = await visitor.send(`${app.url}${account.location?.pathname}`);
  expect([page.status, page.location]).toEqual([200, null]);
  expect((await visitor.send(`${app.url}/api/auth/session`)).body).toBe("null");
  expect(visitor.cookies().has("session"), "the stale cookie is cleared").toBe(false);
  visitor.restoreCookies(old);
  expect((await visitor.send(`${app.url}/api/me`)).status).toBe(401);
  expect(visitor.cookies().has("session")).toBe(false);
  visitor.restoreCookies(old);
  const callback = await reachCallback(visitor, person, { at: app.url });
  await finishSignIn(visitor, callback, { at: app.url });
  expect((await readMe(visitor, app.url))?.nickname).toBe(person.nickname);
  await app.stop();
});

test("while the old secret is kept beside the new one nobody is signed out, and trips end (P4)", async ({
  kakao,
  person,
}) => {
  const environment = firstInstanceEnvironment();
  const visitor = new Visitor();
  await signIn(visitor, person);
  const native = await signInNatively(kakao, person);
  const underWay = new Visitor();
  const callback = await reachCallback(underWay, person);
  const app = await startApp({
    ...environment,
    AUTH_SECRET: newSecret(),
    AUTH_SECRET_1: environment.AUTH_SECRET,
  });
  expect(await readMe(visitor, app.url)).not.toBeNull();
  tokensIn(await refresh(native.refresh_token, { at: app.url }));
  await finishSignIn(underWay, callback, { at: app.url });
  expect(await readMe(underWay, app.url)).not.toBeNull();
  await app.stop();
});
