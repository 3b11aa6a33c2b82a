// /v1/api/talk/profile.
import { expect, test } from "vitest";
import { client } from "../testing/test-emulator";
import { callApi, haneul, makeApp, refusalOf, tokenFor } from "../testing/test-kapi";

const path = "/v1/api/talk/profile";

test("kapi-scope: neither of its items was agreed to; says which are needed", async () => {
  const app = await makeApp();
  const token = await tokenFor(app, haneul, ["account_email", "gender"]);
  const answer = await callApi(path, { token });
  expect(answer.status).toBe(403);
  expect(answer.body).toEqual({
    msg: "insufficient scopes.",
    code: -402,
    api_type: "TALK_PROFILE",
    required_scopes: ["profile_nickname", "profile_image"],
    allowed_scopes: ["account_email", "gender"],
  });
});

test("kapi-scope: only what the app has configured can be asked for", async () => {
  const app = await makeApp({ consentItems: { profile_image: "optional" } });
  const { body } = await callApi(path, { token: await tokenFor(app, haneul, []) });
  expect(body).toMatchObject({ required_scopes: ["profile_image"], allowed_scopes: [] });
});

test("kapi-item-off: neither of its items is configured", async () => {
  const app = await makeApp({ consentItems: { account_email: "optional" } });
  const answer = await callApi(path, { token: await tokenFor(app, haneul) });
  const text =
    "[백화점] App disabled [profile_nickname,profile_image] scopes for [TALK_PROFILE] API on developers.kakao.com. Enable it first.";
  expect(refusalOf(answer)).toEqual([403, -3, text]);
});

test("kapi-no-talk-user: somebody without KakaoTalk", async () => {
  const { id } = await client.createPerson({ talkUser: false });
  const answer = await callApi(path, { token: await tokenFor(await makeApp(), id) });
  const text = "given account is not connected to any talk user.";
  expect(refusalOf(answer)).toEqual([400, -501, text]);
});

test("nickname and pictures, always https", async () => {
  const { body } = await callApi(path, { token: await tokenFor(await makeApp(), haneul) });
  expect(body).toEqual({
    id: Number(haneul),
    nickName: "김하늘",
    profileImageURL: expect.stringMatching(/^https:.*img_640x640\.jpg$/),
    thumbnailURL: expect.stringMatching(/^https:.*img_110x110\.jpg$/),
  });
});

test("one item is enough, and brings its own part", async () => {
  const app = await makeApp();
  const token = await tokenFor(app, haneul, ["profile_nickname"]);
  expect((await callApi(path, { token })).body).toEqual({
    id: Number(haneul),
    nickName: "김하늘",
  });
});
