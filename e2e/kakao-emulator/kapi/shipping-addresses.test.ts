// /v1/user/shipping_address.
import { expect, test } from "vitest";
import { client } from "../testing/test-emulator";
import { callApi, haneul, makeApp, refusalOf, target, tokenFor } from "../testing/test-kapi";
import type { PersonInput } from "../world/person-schema";

const path = "/v1/user/shipping_address";

const addresses: PersonInput["shippingAddresses"] = [
  { id: 1, name: "옛집", updatedAt: 100, baseAddress: "서울" },
  { id: 2, name: "새집", updatedAt: 300, baseAddress: "서울" },
  { id: 3, name: "회사", updatedAt: 200, baseAddress: "서울" },
  { id: 4, name: "기본", updatedAt: 150, baseAddress: "서울", isDefault: true },
];

async function makeOwner(shippingAddresses: PersonInput["shippingAddresses"] = addresses) {
  const app = await makeApp();
  const { id } = await client.createPerson({ shippingAddresses });
  const token = await tokenFor(app, id);
  const list = async (query: Record<string, string> = {}): Promise<number[]> => {
    const { body } = await callApi(path, { token, query });
    return body.shipping_addresses.map((address: { id: number }) => address.id);
  };
  return { app, id, token, list };
}

test("kapi-item-off: an app that has not configured shipping_address", async () => {
  const app = await makeApp({ consentItems: { profile_nickname: "required" } });
  const token = await tokenFor(app, haneul);
  const text =
    "[백화점] App disabled [shipping_address] scopes for [SHIPPING_ADDRESS] API on developers.kakao.com. Enable it first.";
  expect(refusalOf(await callApi(path, { token }))).toEqual([403, -3, text]);
});

test("kapi-bad-parameter: a page of one, and what is no number", async () => {
  const { token } = await makeOwner();
  const wrong = [
    ...["1", "0", "-2", "x", "2.0"].map((page_size) => ({ page_size })),
    ...["-1", "x", "99999999999"].map((from_updated_at) => ({ from_updated_at })),
    ...["x", "-1", "1,2"].map((address_id) => ({ address_id })),
  ];
  for (const query of wrong) {
    const answer = await callApi(path, { token, query });
    expect([query, answer.status, answer.body.code]).toEqual([query, 400, -2]);
  }
});

test("without consent, a flag and no error", async () => {
  const token = await tokenFor(await makeApp(), haneul, ["profile_nickname"]);
  const answer = await callApi(path, { token });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    user_id: Number(haneul),
    shipping_addresses_needs_agreement: true,
  });
});

test("nobody's addresses are absent, not an empty list", async () => {
  const { token } = await makeOwner([]);
  const { body } = await callApi(path, { token });
  expect(body).toMatchObject({ shipping_addresses_needs_agreement: false });
  expect(body).not.toHaveProperty("shipping_addresses");
});

test("an address in Kakao's shape; what it lacks is absent", async () => {
  const app = await makeApp();
  const token = await tokenFor(app, haneul);
  const { body } = await callApi(path, { token });
  expect(Object.keys(body)).toEqual([
    "user_id",
    "shipping_addresses",
    "shipping_addresses_needs_agreement",
  ]);
  expect(body.shipping_addresses).toEqual([
    {
      id: 50211,
      name: "집",
      is_default: true,
      updated_at: 1_700_000_000,
      type: "NEW",
      base_address: "제주특별자치도 제주시 첨단로 000",
      detail_address: "101동 1203호",
      receiver_name: "김하늘",
      receiver_phone_number1: "010-0000-1234",
      zone_number: "63309",
    },
    expect.objectContaining({ id: 50212, type: "OLD", zip_code: "463-420" }),
  ]);
  const asAdmin = { adminKey: app.adminKey, query: target(haneul) };
  expect((await callApi(path, asAdmin)).body).toEqual(body);
});

test("the default address first, then the newest; the next page from the last time on", async () => {
  const { list } = await makeOwner();
  expect(await list()).toEqual([4, 2, 3, 1]);
  expect(await list({ from_updated_at: "0" })).toEqual([4, 2, 3, 1]);
  expect(await list({ page_size: "2" })).toEqual([4, 2]);
  expect(await list({ page_size: "2", from_updated_at: "300" })).toEqual([3, 1]);
  expect(await list({ from_updated_at: "100" })).toEqual([]);
});

test("ten to a page, unless more are asked for", async () => {
  const many = Array.from({ length: 12 }, (_, index) => ({
    ...{ id: index + 1, name: "곳", updatedAt: 1000 - index, baseAddress: "서울" },
  }));
  const { list } = await makeOwner(many);
  expect(await list()).toHaveLength(10);
  expect(await list({ page_size: "12" })).toHaveLength(12);
});

test("address_id picks one, or none", async () => {
  const { list } = await makeOwner();
  expect(await list({ address_id: "3" })).toEqual([3]);
  expect(await list({ address_id: "99" })).toEqual([]);
});
