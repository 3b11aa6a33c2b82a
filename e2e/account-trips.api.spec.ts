// What both trips of an account hold to: the form of a live session, and no other way in.
import { CONSENTS, FRESH_SIGN_IN, signInAskable, signInNew } from "./account-trip-steps";
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { ownForm, send, Visitor } from "./visitor";

for (const path of [CONSENTS, FRESH_SIGN_IN]) {
  test(`${path} takes a form of this very session, and nothing else (WD-1, WB-2)`, async ({
    person,
    createPerson,
  }) => {
    const { visitor, csrfToken } = await signInAskable(person);
    const other = await signInNew(await createPerson());
    const item = "profile_image";
    const refused: Array<[Record<string, string>, Record<string, string>]> = [
      [{ item }, {}],
      [{ item, csrfToken: "" }, {}],
      [{ item, csrfToken: other.csrfToken }, {}],
      [{ item, csrfToken }, { "sec-fetch-site": "cross-site" }],
      [{ item, csrfToken }, { "sec-fetch-site": "same-site" }],
      [{ item, csrfToken }, { origin: "https://evil.test" }],
    ];
    for (const [form, headers] of refused) {
      const answer = await visitor.post(`${baseUrl()}${path}`, form, headers);
      expect([answer.status, answer.location, answer.setCookies]).toEqual([403, null, []]);
    }
    const headers = { ...ownForm(), "content-type": "application/json" };
    const body = JSON.stringify({ item, csrfToken });
    const json = await visitor.send(`${baseUrl()}${path}`, { method: "POST", headers, body });
    expect(json.status).toBe(415);
  });

  for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
    test(`${method} ${path} starts nothing (AR-5)`, async () => {
      const answer = await send(`${baseUrl()}${path}`, { method, headers: ownForm() });
      expect([answer.status, answer.headers.allow]).toEqual([405, "POST"]);
      expect([answer.location, answer.setCookies]).toEqual([null, []]);
    });

  test(`${path} without a live session leads to the sign-in and back (WD-1)`, async ({
    person,
  }) => {
    const { visitor, token, csrfToken } = await signInAskable(person);
    await visitor.post(`${baseUrl()}/api/auth/signout`, { csrfToken });
    const thief = new Visitor();
    thief.setCookie("session", token);
    for (const by of [visitor, thief, new Visitor()]) {
      const form = { csrfToken, item: "profile_image" };
      const { location } = await by.post(`${baseUrl()}${path}`, form);
      expect(location?.pathname).toBe("/sign-in");
      expect(path.startsWith(location?.searchParams.get("returnTo") ?? "none")).toBe(true);
    }
  });
}
