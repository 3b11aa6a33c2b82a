// Whoever leaves at one instance has left at all of them, and at once.
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { meWith, refresh, signInNatively } from "./native-steps";
import { agreeAtKakao, finishSignIn, readCsrfToken, signIn, statusOfCookie } from "./sign-in-steps";
import { Visitor } from "./visitor";
import { pressWithdraw } from "./withdrawal-steps";

type SomePerson = { id: string; loginId: string };

/** At Kakao, as the page asks for it. */
async function proveAtKakao(visitor: Visitor, person: SomePerson, at: string): Promise<void> {
  const csrfToken = await readCsrfToken(visitor, at);
  const { location } = await visitor.post(`${at}/account/withdraw/sign-in`, { csrfToken });
  expect(location?.searchParams.get("prompt")).toBe("login");
  const callback = await agreeAtKakao(visitor, location as URL, person);
  const back = await finishSignIn(visitor, callback, { at });
  expect(back.location?.pathname).toBe("/account/withdraw");
}

const sessionOf = (visitor: Visitor) => visitor.cookies().get("session") ?? "";

for (const name of ["first", "second"] as const)
  test(`after leaving at the ${name} instance, copied cookies and an app's tokens are dead on both (ST-6, LO-2, WD-3)`, async ({
    kakao,
    person,
  }) => {
    const [here, there] = name === "first" ? [baseUrl(), secondUrl()] : [secondUrl(), baseUrl()];
    const [visitor, otherDevice] = [new Visitor(), new Visitor()];
    await signIn(visitor, person, { at: here });
    await signIn(otherDevice, person, { at: there });
    const tokens = await signInNatively(kakao, person, { at: there });
    await proveAtKakao(visitor, person, here);
    const copied = [sessionOf(visitor), sessionOf(otherDevice)];
    const lookAt = async (at: string) => [
      ...(await Promise.all(copied.map((session) => statusOfCookie(session, at)))),
      (await meWith(`Bearer ${tokens.access_token}`, { at })).status,
    ];
    for (const at of [there, here]) expect(await lookAt(at)).toEqual([200, 200, 200]);
    const { location } = await pressWithdraw(visitor, { at: here });
    expect(location?.pathname).toBe("/goodbye");
    for (const at of [there, here, there]) {
      expect(await lookAt(at), "the very next request").toEqual([401, 401, 401]);
      expect((await refresh(tokens.refresh_token, { at })).status).toBe(401);
    }
  });
