// /v1/user/ids and /v2/app/users.
import { beforeEach, describe, expect, test } from "vitest";
import { client, emulator, origin } from "../testing/test-emulator";
import { type Call, callApi, makeApp, refusalOf, tokenFor } from "../testing/test-kapi";
import type { App, AppInput } from "../world/app-schema";

// Sorted as text these would be in another order.
const ids = ["5", "30", "200", "9007199254740993", "1376016924429759228"];

async function makeFullApp(changes: Partial<AppInput> = {}): Promise<App> {
  const app = await makeApp(changes);
  for (const id of [...ids].reverse()) await tokenFor(app, id);
  return app;
}

beforeEach(async () => {
  for (const id of ids.slice(0, 3)) await client.createPerson({ id });
});

describe("user/ids", () => {
  const path = "/v1/user/ids";

  async function list(app: App, query: Call["query"] = {}) {
    const { text } = await callApi(path, { adminKey: app.adminKey, query });
    const elements = /"elements":\[([\d,]*)\]/.exec(text)?.[1]?.split(",") ?? [];
    const { before_url, after_url } = JSON.parse(text);
    return { elements: elements.filter((id) => id !== ""), before_url, after_url };
  }

  async function follow(app: App, url: string) {
    const { search } = new URL(url);
    return list(app, Object.fromEntries(new URLSearchParams(search)));
  }

  test("kapi-bad-parameter: limit, order and from_id out of range", async () => {
    const { adminKey } = await makeApp();
    const wrong = [
      ...["0", "101", "-1", "x", "1.5", "1e1", "99999999999"].map((limit) => ({ limit })),
      ...["ASC", "up"].map((order) => ({ order })),
      ...["x", "-5", "9223372036854775808"].map((from_id) => ({ from_id })),
    ];
    for (const query of wrong) {
      const answer = await callApi(path, { adminKey, query });
      expect([query, answer.status, answer.body.code]).toEqual([query, 400, -2]);
    }
  });

  test("kapi-user-ids-quota: the hundred-and-first call in a minute, when limits are on", async () => {
    const { adminKey } = await makeApp({ rateLimits: true });
    const other = await makeApp({ rateLimits: true });
    for (let call = 0; call < 100; call += 1) {
      expect((await callApi(path, { adminKey })).status).toBe(200);
    }
    const answer = await callApi(path, { adminKey });
    expect(refusalOf(answer)).toEqual([429, -10, "API limit has been exceeded."]);
    expect((await callApi(path, { adminKey: other.adminKey })).status).toBe(200);
    await client.setClock(61);
    expect((await callApi(path, { adminKey })).status).toBe(200);
  });

  test("is not counted when limits are off", async () => {
    const { adminKey } = await makeApp();
    for (let call = 0; call < 101; call += 1) {
      expect((await callApi(path, { adminKey })).status).toBe(200);
    }
  });

  test("all ids by their size, with every digit, and no pages around", async () => {
    const app = await makeFullApp();
    const { elements, before_url, after_url } = await list(app);
    expect(elements).toEqual(ids);
    expect([before_url, after_url]).toEqual([null, null]);
    expect((await list(app, { order: "desc" })).elements).toEqual([...ids].reverse());
  });

  test("nobody yet", async () => {
    expect((await callApi(path, { adminKey: (await makeApp()).adminKey })).text).toBe(
      '{"elements":[],"before_url":null,"after_url":null}',
    );
  });

  test("pages forward and back, and everybody once", async () => {
    const app = await makeFullApp();
    const first = await list(app, { limit: "2" });
    expect(first).toMatchObject({ elements: ["5", "30"], before_url: null });
    const key = app.keys[0]?.key;
    const query = `limit=2&order=asc&from_id=200&app_key=${key}`;
    expect(first.after_url).toBe(`${origin}${path}?${query}`);
    const second = await follow(app, first.after_url);
    expect(second.elements).toEqual(["200", "9007199254740993"]);
    const third = await follow(app, second.after_url);
    expect(third).toMatchObject({ elements: ["1376016924429759228"], after_url: null });
    const back = await follow(app, third.before_url);
    expect(back.elements).toEqual(["9007199254740993", "200"]);
  });

  test("from_id is part of its page; one that nobody has stands between its neighbours", async () => {
    const app = await makeFullApp();
    expect((await list(app, { from_id: "200", limit: "1" })).elements).toEqual(["200"]);
    expect((await list(app, { from_id: "31" })).elements[0]).toBe("200");
    expect((await list(app, { from_id: "31", order: "desc" })).elements).toEqual(["30", "5"]);
    const beyond = await list(app, { from_id: "9223372036854775807" });
    expect(beyond).toMatchObject({ elements: [], after_url: null });
    expect((await follow(app, beyond.before_url)).elements[0]).toBe("1376016924429759228");
  });

  test("leaves out other apps' people, and those who wait to be signed up", async () => {
    await makeFullApp();
    const app = await makeApp({ autoLink: false });
    const token = await tokenFor(app, "5");
    await tokenFor(app, "30");
    expect((await list(app)).elements).toEqual([]);
    await callApi("/v1/user/signup", { token, form: {} });
    expect((await list(app)).elements).toEqual(["5"]);
    await client.setClock(24 * 60 * 60 + 1);
    await list(app);
    expect(emulator.state.links.find(app.appId, "30")).toBeNull();
  });
});

describe("app/users", () => {
  const path = "/v2/app/users";

  const read = (app: App, target_ids: string, more: Call["query"] = {}) =>
    callApi(path, {
      adminKey: app.adminKey,
      query: { target_id_type: "user_id", target_ids, ...more },
    });

  test("kapi-missing-parameter: no target_ids, no target_id_type", async () => {
    const { adminKey } = await makeApp();
    for (const query of [{ target_id_type: "user_id" }, { target_ids: "[1]" }]) {
      expect((await callApi(path, { adminKey, query })).body.code).toBe(-2);
    }
  });

  test("kapi-bad-parameter: target_ids that are no JSON array of Longs, or too many", async () => {
    const app = await makeApp();
    const many = (count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => i + 1));
    for (const wrong of ["1", "[]", "[1,]", "[,]", '["1"]', "[1.5]", "[-1]", "{}", many(101)]) {
      const answer = await read(app, wrong);
      expect([wrong, answer.status, answer.body.code]).toEqual([wrong, 400, -2]);
    }
    const property_keys = '["kakao_account."]';
    expect((await read(app, many(100))).status).toBe(200);
    expect((await read(app, many(21), { property_keys })).body.code).toBe(-2);
    expect((await read(app, many(20), { property_keys })).status).toBe(200);
    expect((await read(app, "[1]", { target_id_type: "uuid" })).body.code).toBe(-2);
  });

  test("kapi-unknown-property: a key that there is not", async () => {
    const app = await makeApp();
    const answer = await read(app, "[1]", { property_keys: '["kakao_account.shoe"]' });
    expect([answer.status, answer.body.code]).toEqual([400, -201]);
  });

  test("an id and two times for each who is linked, every digit kept", async () => {
    const app = await makeFullApp();
    const { text, body } = await read(app, "[1376016924429759228, 404,30,30]");
    expect(body).toHaveLength(2);
    expect(Object.keys(body[0])).toEqual(["id", "connected_at", "synched_at"]);
    expect(text).toMatch(/^\[\{"id":1376016924429759228,/);
    expect(body[1].id).toBe(30);
  });

  test("property_keys adds what it names, as user/me would tell it", async () => {
    const app = await makeFullApp({ autoLink: true });
    const keys = '["kakao_account.email","has_signed_up"]';
    const [user] = (await read(app, "[30]", { property_keys: keys })).body;
    expect(Object.keys(user)).toEqual(["id", "connected_at", "synched_at", "kakao_account"]);
    expect(user.kakao_account).toMatchObject({ email_needs_agreement: false });
    const everything = '["kakao_account.","properties.","has_signed_up"]';
    const [whole] = (await read(app, "[30]", { property_keys: everything })).body;
    const token = await tokenFor(app, "30");
    expect(whole).toEqual((await callApi("/v2/user/me", { token })).body);
  });

  test("tells little of somebody who waits to be signed up", async () => {
    const app = await makeApp({ autoLink: false });
    await tokenFor(app, "30");
    const keys = '["kakao_account.","has_signed_up"]';
    const [user] = (await read(app, "[30]", { property_keys: keys })).body;
    expect(user.has_signed_up).toBe(false);
    expect(user.kakao_account).not.toHaveProperty("name");
  });

  test("a fault sets and removes fields in every entry", async () => {
    const app = await makeFullApp();
    const clientId = app.keys[0]?.key;
    await client.setFault({
      ...{ endpoint: "app_users", clientId, times: 1 },
      ...{ setFields: { strange: 1 }, removeFields: ["connected_at"] },
    });
    const { body } = await read(app, "[5,30]");
    for (const user of body) {
      expect(user.strange).toBe(1);
      expect(user).not.toHaveProperty("connected_at");
    }
    expect((await read(app, "[5]")).body[0]).not.toHaveProperty("strange");
  });
});
