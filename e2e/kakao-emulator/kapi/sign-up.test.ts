// /v1/user/signup for apps without auto-link, and user properties.
import { describe, expect, test } from "vitest";
import { client, emulator } from "../testing/test-emulator";
import { callApi, haneul, makeApp, refusalOf, target, tokenFor } from "../testing/test-kapi";

const signup = "/v1/user/signup";
const update = "/v1/user/update_profile";
const userProperties = ["nick", "age"];
const day = 24 * 60 * 60;

describe("signup", () => {
  test("kapi-already-signed-up: in an app with auto-link, and the second time", async () => {
    const linked = await tokenFor(await makeApp(), haneul);
    const answer = await callApi(signup, { token: linked, form: {} });
    expect(refusalOf(answer)).toEqual([400, -102, "already registered"]);
    const token = await tokenFor(await makeApp({ autoLink: false }), haneul);
    expect((await callApi(signup, { token, form: {} })).status).toBe(200);
    expect((await callApi(signup, { token, form: {} })).body.code).toBe(-102);
  });

  test("kapi-unknown-property: properties that the app has not defined; nobody is signed up", async () => {
    const app = await makeApp({ autoLink: false, userProperties: ["nick"] });
    const token = await tokenFor(app, haneul);
    const properties = JSON.stringify({ gender: "f", nick: "n", age: "3" });
    const text = `user property not found ([gender, age] for appId=${app.appId})`;
    const answer = await callApi(signup, { token, form: { properties } });
    expect(refusalOf(answer)).toEqual([400, -201, text]);
    expect((await callApi("/v2/user/me", { token })).body.has_signed_up).toBe(false);
  });

  test("is when other listeners hear of the link, not at consent", async () => {
    const heard: string[] = [];
    const stop = emulator.state.happenings.listen(({ kind }) => heard.push(kind));
    const token = await tokenFor(await makeApp({ autoLink: false }), haneul);
    expect(heard).not.toContain("user-linked");
    await callApi(signup, { token, form: {} });
    expect(heard.at(-1)).toBe("user-linked");
    stop();
  });

  test("completes the link, and stores properties on the way", async () => {
    const app = await makeApp({ autoLink: false, userProperties });
    const token = await tokenFor(app, haneul);
    await client.setClock(3600);
    const before = (await callApi("/v2/user/me", { token })).body;
    const properties = JSON.stringify({ nick: "n" });
    const answer = await callApi(signup, { token, form: { properties } });
    expect(answer.text).toBe(`{"id":${haneul}}`);
    const me = (await callApi("/v2/user/me", { token })).body;
    expect(me).toMatchObject({ has_signed_up: true, properties: { nick: "n" } });
    expect(Date.parse(me.connected_at) - Date.parse(before.connected_at)).toBeGreaterThan(
      3_500_000,
    );
  });

  test("kapi-token-unknown: a day after sign-in, the link has ended", async () => {
    const reasons: (string | undefined)[] = [];
    const stop = emulator.state.happenings.listen(({ reason }) => reasons.push(reason));
    const app = await makeApp({ autoLink: false, keys: [{ kind: "native" }] });
    await tokenFor(app, haneul);
    await client.setClock(day - 60);
    const token = await tokenFor(app, haneul);
    await client.setClock(day + 1);
    const answer = await callApi(signup, { token, form: {} });
    stop();
    expect(refusalOf(answer)).toEqual([401, -401, "this access token does not exist"]);
    expect(reasons.at(-1)).toBe("INCOMPLETE_SIGN_UP");
    expect((await client.readPerson(haneul)).links).toEqual([]);
  });

  test("a link that was completed in time stays", async () => {
    const app = await makeApp({ autoLink: false });
    const token = await tokenFor(app, haneul);
    await callApi(signup, { token, form: {} });
    await client.setClock(2 * day);
    const { adminKey } = app;
    expect((await callApi("/v2/user/me", { adminKey, query: target(haneul) })).status).toBe(200);
  });
});

describe("update_profile", () => {
  test("kapi-missing-parameter: no properties", async () => {
    const token = await tokenFor(await makeApp(), haneul);
    const text = "The Parameter [properties] cannot be null.";
    expect(refusalOf(await callApi(update, { token, form: {} }))).toEqual([400, -2, text]);
  });

  test("kapi-bad-parameter: properties that are no object of texts", async () => {
    const token = await tokenFor(await makeApp({ userProperties }), haneul);
    for (const properties of ["x", "[]", "null", "1", '"a"', '{"age":3}', '{"age":{}}', "{"]) {
      const answer = await callApi(update, { token, form: { properties } });
      expect([properties, answer.status, answer.body.code]).toEqual([properties, 400, -2]);
    }
  });

  test("kapi-unknown-property: an undefined one, and those that Kakao fills itself", async () => {
    const token = await tokenFor(await makeApp({ userProperties }), haneul);
    for (const name of ["shoe", "nickname", "profile_image", "thumbnail_image", "__proto__"]) {
      const properties = `{"${name}":"x"}`;
      const answer = await callApi(update, { token, form: { properties } });
      expect([name, answer.body.code]).toEqual([name, -201]);
      expect(answer.body.msg).toContain(`([${name}] for appId=`);
    }
  });

  test("replaces what it names and keeps the rest; with the admin key too", async () => {
    const app = await makeApp({ userProperties });
    const token = await tokenFor(app, haneul);
    await callApi(update, { token, form: { properties: '{"nick":"a","age":"3"}' } });
    const form = { ...target(haneul), properties: '{"nick":"b"}' };
    const answer = await callApi(update, { adminKey: app.adminKey, form });
    expect(answer.text).toBe(`{"id":${haneul}}`);
    const me = (await callApi("/v2/user/me", { token })).body;
    expect(me.properties).toMatchObject({ nick: "b", age: "3" });
  });

  test("unlinking forgets them", async () => {
    const app = await makeApp({ userProperties });
    const token = await tokenFor(app, haneul);
    await callApi(update, { token, form: { properties: '{"nick":"a"}' } });
    await callApi("/v1/user/unlink", { token, method: "POST" });
    const me = (await callApi("/v2/user/me", { token: await tokenFor(app, haneul) })).body;
    expect(me.properties).not.toHaveProperty("nick");
  });
});
