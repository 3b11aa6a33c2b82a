// The three calls about service terms, for apps with Kakao Sync.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, emulator } from "../testing/test-emulator";
import { callApi, haneul, makeApp, refusalOf, target, tokenFor } from "../testing/test-kapi";
import { connect } from "../world/link-life";
import { completePerson } from "../world/person-schema";

const list = "/v2/user/service_terms";
const upgrade = "/v2/user/upgrade/service_terms";
const revoke = "/v2/user/revoke/service_terms";

const serviceTerms = [
  { tag: "service", title: "이용약관", required: true },
  { tag: "marketing", title: "마케팅", required: false },
  { tag: "night", title: "야간 알림", required: false },
];

const kakaoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
type Term = { tag: string; agreed_at: string };
const tagsOf = (terms: Term[]) => terms.map(({ tag }) => tag);

/** Somebody who agreed to these on Kakao's own page. */
async function agreeOnPage(...terms: string[]) {
  const app = await makeApp({ serviceTerms });
  const person = completePerson({}, haneul, false);
  connect(emulator.state, app, person, { items: [], terms });
  return { app, token: await tokenFor(app, haneul) };
}

describe("refusals", () => {
  test("kapi-feature-off: an app without Kakao Sync", async () => {
    const { access_token: token } = await client.issueTokens(haneul);
    const form = { tags: "service" };
    for (const call of [
      callApi(list, { token }),
      callApi(upgrade, { token, form }),
      callApi(revoke, { adminKey: defaultApp.adminKey, form: { ...form, ...target(haneul) } }),
    ]) {
      const { status, body } = await call;
      expect([status, body.code]).toEqual([403, -3]);
    }
  });

  test("kapi-unknown-term: a tag that the app does not have", async () => {
    const { token } = await agreeOnPage("service");
    const answer = await callApi(list, { token, query: { tags: "service,test,x" } });
    const text =
      "There is no tags to get service terms. check out to configured this tags([test, x]) in app(백화점).";
    expect(refusalOf(answer)).toEqual([400, -2, text]);
  });

  test("kapi-no-term-to-revoke: a tag that the app does not have; nothing is taken back", async () => {
    const { token } = await agreeOnPage("marketing");
    const answer = await callApi(revoke, { token, form: { tags: "marketing,test" } });
    const text =
      "There is no tags to revoke. check out to configured this tags([test]) in app(백화점).";
    expect(refusalOf(answer)).toEqual([400, -2, text]);
    expect(tagsOf((await callApi(list, { token })).body.service_terms)).toEqual(["marketing"]);
  });

  test("kapi-not-revocable: a required term", async () => {
    const { token } = await agreeOnPage("service", "marketing");
    const answer = await callApi(revoke, { token, form: { tags: "service,marketing" } });
    expect([answer.status, answer.body.code]).toEqual([403, -3]);
    expect(answer.body.msg).toContain("[service] is not revocable.");
    expect((await callApi(list, { token })).body.service_terms).toHaveLength(2);
  });

  test("kapi-missing-parameter: no tags", async () => {
    const { token } = await agreeOnPage();
    const text = "The Parameter [tags] cannot be null.";
    for (const path of [upgrade, revoke]) {
      expect(refusalOf(await callApi(path, { token, form: {} }))).toEqual([400, -2, text]);
    }
  });

  test("kapi-bad-parameter: an empty tag, or another result", async () => {
    const { token } = await agreeOnPage();
    for (const tags of [",", "service,", "service,,night", " "]) {
      expect((await callApi(upgrade, { token, form: { tags } })).body.code).toBe(-2);
      expect((await callApi(list, { token, query: { tags } })).body.code).toBe(-2);
    }
    expect((await callApi(list, { token, query: { result: "all" } })).body.code).toBe(-2);
  });
});

describe("list", () => {
  test("by default, the terms that were agreed to", async () => {
    const { token } = await agreeOnPage("service", "marketing");
    expect((await callApi(list, { token })).body).toEqual({
      id: Number(haneul),
      service_terms: [
        {
          ...{ tag: "service", required: true, agreed: true, revocable: false },
          ...{ agreed_at: kakaoTime, agreed_by: "KAUTH" },
        },
        {
          ...{ tag: "marketing", required: false, agreed: true, revocable: true },
          ...{ agreed_at: kakaoTime, agreed_by: "KAUTH" },
        },
      ],
    });
  });

  test("result=app_service_terms: all of the app's", async () => {
    const { app, token } = await agreeOnPage("service");
    const query = { result: "app_service_terms" };
    const { body } = await callApi(list, { token, query });
    expect(tagsOf(body.service_terms)).toEqual(["service", "marketing", "night"]);
    expect(body.service_terms[2]).toEqual({
      ...{ tag: "night", required: false, agreed: false, revocable: false },
    });
    const asAdmin = { adminKey: app.adminKey, query: { ...query, ...target(haneul) } };
    expect((await callApi(list, asAdmin)).body).toEqual(body);
  });

  test("tags narrows the chosen list", async () => {
    const { token } = await agreeOnPage("service");
    const tags = "night,service";
    const agreed = (await callApi(list, { token, query: { tags } })).body.service_terms;
    expect(tagsOf(agreed)).toEqual(["service"]);
    const query = { tags, result: "app_service_terms" };
    const all = (await callApi(list, { token, query })).body.service_terms;
    expect(tagsOf(all)).toEqual(["service", "night"]);
  });
});

describe("upgrade", () => {
  test("agrees for the person; what is unknown or agreed to already is left out", async () => {
    const { token } = await agreeOnPage("service");
    const before = (await callApi(list, { token })).body.service_terms[0];
    await client.setClock(100);
    const tags = "service,marketing,nothing,marketing";
    const { body } = await callApi(upgrade, { token, form: { tags } });
    expect(body).toEqual({
      id: Number(haneul),
      agreed_service_terms: [
        { tag: "marketing", agreed: true, agreed_at: kakaoTime, agreed_by: "KAPI" },
      ],
    });
    const after = (await callApi(list, { token })).body.service_terms;
    expect(after[0]).toEqual(before);
    expect(after[1]).toMatchObject({ tag: "marketing", agreed_by: "KAPI" });
    const secondTime = await callApi(upgrade, { token, form: { tags } });
    expect(secondTime.body.agreed_service_terms).toEqual([]);
  });
});

describe("revoke", () => {
  test("takes back; what was not agreed to is left out", async () => {
    const { app, token } = await agreeOnPage("service", "marketing");
    const form = { ...target(haneul), tags: "marketing,night" };
    const { body } = await callApi(revoke, { adminKey: app.adminKey, form });
    expect(body).toEqual({
      id: Number(haneul),
      revoked_service_terms: [{ tag: "marketing", agreed: false }],
    });
    expect(tagsOf((await callApi(list, { token })).body.service_terms)).toEqual(["service"]);
  });

  test("a term that is agreed to again has a new time", async () => {
    const { token } = await agreeOnPage("marketing");
    const before = (await callApi(list, { token })).body.service_terms[0].agreed_at;
    await callApi(revoke, { token, form: { tags: "marketing" } });
    await client.setClock(60);
    await callApi(upgrade, { token, form: { tags: "marketing" } });
    const after = (await callApi(list, { token })).body.service_terms[0].agreed_at;
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(before));
  });
});
