// /v1/oidc/userinfo: the claims, and how they are put together.
import { expect, test } from "vitest";
import { client, origin } from "../testing/test-emulator";
import { callApi, haneul, makeApp, tokenFor } from "../testing/test-kapi";
import { obtainTokens } from "../testing/test-visitor";
import type { ConsentItemId } from "../world/app-schema";
import type { PersonInput } from "../world/person-schema";

const path = "/v1/oidc/userinfo";

async function readInfo(person: PersonInput, agreed?: ConsentItemId[], autoLink = true) {
  const app = await makeApp({ autoLink });
  const { id } = await client.createPerson(person);
  return (await callApi(path, { token: await tokenFor(app, id, agreed) })).body;
}

test("kapi-feature-off: an app without OpenID Connect", async () => {
  const token = await tokenFor(await makeApp({ oidc: false }), haneul);
  const answer = await callApi(path, { token });
  expect([answer.status, answer.body.code]).toEqual([403, -3]);
});

test("nothing but sub without consent", async () => {
  const token = await tokenFor(await makeApp(), haneul, []);
  expect((await callApi(path, { token })).body).toEqual({ sub: haneul });
});

test("every claim with it", async () => {
  const info = await readInfo({
    name: "홍길동",
    nickname: "길동",
    email: "hong@example.com",
    gender: "male",
    birthyear: "2002",
    birthday: "1130",
    phoneNumber: "+82 010-1234-5678",
  });
  expect(info).toEqual({
    sub: expect.stringMatching(/^\d+$/),
    name: "홍길동",
    nickname: "길동",
    picture: expect.stringMatching(/^http:.*img_110x110\.jpg$/),
    email: "hong@example.com",
    email_verified: true,
    gender: "male",
    birthdate: "2002-11-30",
    phone_number: "+82 010-1234-5678",
    phone_number_verified: true,
  });
});

test("birthdate is 0000-MM-DD without the year, YYYY without the day", async () => {
  const person: PersonInput = { birthyear: "2002", birthday: "0805" };
  expect(await readInfo(person, ["birthday"])).toMatchObject({ birthdate: "0000-08-05" });
  expect(await readInfo(person, ["birthyear"])).toMatchObject({ birthdate: "2002" });
  expect(await readInfo({ ...person, birthyear: null })).toMatchObject({ birthdate: "0000-08-05" });
  expect(await readInfo({ ...person, birthday: null })).toMatchObject({ birthdate: "2002" });
  expect(await readInfo(person, [])).not.toHaveProperty("birthdate");
});

test("email_verified means verified and valid", async () => {
  expect((await readInfo({ emailVerified: false })).email_verified).toBe(false);
  expect((await readInfo({ emailValid: false })).email_verified).toBe(false);
  const without = await readInfo({ email: null, phoneNumber: null });
  for (const claim of ["email", "email_verified", "phone_number", "phone_number_verified"]) {
    expect(without).not.toHaveProperty(claim);
  }
});

test("before signup, what user/me would tell and no more", async () => {
  const info = await readInfo({}, undefined, false);
  const claims = ["sub", "nickname", "picture", "email", "email_verified"];
  expect(Object.keys(info)).toEqual(claims);
});

test("sub keeps every digit", async () => {
  const { access_token: token } = await obtainTokens(origin, "sua");
  expect((await callApi(path, { token })).body.sub).toBe("1376016924429759228");
});
