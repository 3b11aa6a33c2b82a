// A whole life with the app, over HTTP: everything that writes something about a person, then leaving.
// Called by the specs of what a withdrawal leaves.

import type { Canaries } from "./canaries";
import { expect } from "./fixtures";
import { exchange, kakaoTokenOf, refresh, tokensIn } from "./native-steps";
import type { OwnApp } from "./own-app";
import type { Guest } from "./own-site";
import { agreeAtKakao, finishSignIn, reachCallback, readCsrfToken, readMe } from "./sign-in-steps";
import { age, readGiven, refreshProfile, type VaultSite } from "./token-vault-steps";
import { type Answer, Visitor } from "./visitor";
import { tellEvent, tellUnlink } from "./webhook-steps";
import { pressWithdraw } from "./withdrawal-steps";

type At = { site: VaultSite; app: OwnApp };

/** A sign-in of somebody whose name, address and picture are nobody else's. */
export async function arrive({ site, app }: At, canaries: Canaries, name: string): Promise<Guest> {
  const loginId = `${name}-${crypto.randomUUID()}@canary.test`;
  const nickname = `까나리 ${crypto.randomUUID().slice(0, 8)}`;
  const imageUrl = `https://k.kakaocdn.net/${name}-${crypto.randomUUID()}/640.jpg`;
  const person = await site.kakao.client.createPerson({ loginId, nickname, imageUrl });
  canaries.add("nickname", nickname);
  canaries.add("e-mail", loginId);
  canaries.add("picture", imageUrl.replace("/640.jpg", ""));
  canaries.add("Kakao id", person.id);
  const visitor = new Visitor();
  const where = { at: app.url, kakaoAt: site.kakao.origin };
  const items = ["profile_image"];
  const callback = await reachCallback(visitor, person, { ...where, items });
  const answer = await finishSignIn(visitor, callback, { at: app.url });
  expect(answer.location?.search, "no error in the address").toBe("");
  const { id = "" } = (await readMe(visitor, app.url)) ?? {};
  return { visitor, person, userId: id };
}

/** Sends a form of /account and goes through Kakao, as the browser would. */
async function goThroughKakao(
  { app }: At,
  { visitor, person }: Guest,
  { path, form = {} }: { path: string; form?: Record<string, string> },
): Promise<Answer> {
  const csrfToken = await readCsrfToken(visitor, app.url);
  const start = await visitor.post(`${app.url}${path}`, { csrfToken, ...form });
  expect(start.status, start.body).toBe(303);
  const items = ["profile_image", "account_email"];
  const callback = await agreeAtKakao(visitor, start.location as URL, person, items);
  return finishSignIn(visitor, callback, { at: app.url });
}

/** One more consent, an app, the vault, a download, webhooks, a sign-in that is refused. */
export async function live(where: At, guest: Guest, canaries: Canaries): Promise<void> {
  const { site, app } = where;
  const at = app.url;
  const { client } = site.kakao;
  const form = { item: "account_email" };
  const agreed = await goThroughKakao(where, guest, { path: "/account/consents", form });
  expect(agreed.location?.search).toBe("?notice=consented");
  const tokens = tokensIn(await exchange(await kakaoTokenOf(client, guest.person), { at }));
  const next = tokensIn(await refresh(tokens.refresh_token, { at }));
  for (const token of [tokens, next]) {
    canaries.add("app's access token", token.access_token);
    canaries.add("app's refresh token", token.refresh_token);
  }
  await age(site, guest, { access: true });
  expect(await refreshProfile(guest, app)).toBe("refreshed");
  const headers = { "sec-fetch-site": "same-origin" };
  const file = await guest.visitor.send(`${at}/account/download`, { headers });
  expect(file.status).toBe(200);
  await guest.visitor.send(`${at}/api/auth/callback/kakao?code=x&state=y`);
  await tellEvent(client, { at, personId: guest.person.id, event: "user-profile-changed" });
  // Kakao says that it is not so: their sessions end, and they stay.
  expect((await tellUnlink(guest.person.id, { at })).status).toBe(200);
  const callback = await reachCallback(guest.visitor, guest.person, {
    at,
    kakaoAt: site.kakao.origin,
  });
  expect((await finishSignIn(guest.visitor, callback, { at })).location?.search).toBe("");
  expect((await readMe(guest.visitor, at))?.id, "the same one still").toBe(guest.userId);
}

/** Whatever they hold, or Kakao gave for them. */
export async function addSecrets(site: VaultSite, guest: Guest, canaries: Canaries) {
  canaries.add("session", guest.visitor.cookies().get("session"));
  for (const given of await readGiven(site, guest))
    for (const name of ["access_token", "refresh_token", "id_token"])
      if (given[name]) canaries.add(`Kakao's ${name}`, given[name]);
}

/** Proves anew at Kakao's own page, and presses the button. */
export async function leave(where: At, guest: Guest): Promise<void> {
  const proved = await goThroughKakao(where, guest, { path: "/account/withdraw/sign-in" });
  expect(proved.location?.pathname).toBe("/account/withdraw");
  const left = await pressWithdraw(guest.visitor, { at: where.app.url });
  expect(left.location?.pathname).toBe("/goodbye");
}
