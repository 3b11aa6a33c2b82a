// The control calls about the world as a whole: snapshots, the seed, browsers that are signed in.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { createKakaoEmulator } from "../server";
import { client, emulator, origin } from "../testing/test-emulator";
import {
  authorizeQuery,
  callKapi,
  locationOf,
  obtainTokens,
  requestToken,
  Visitor,
} from "../testing/test-visitor";

const { appId } = defaultApp;

describe("snapshots", () => {
  test("bring back people, apps, links, tokens, browsers, faults and the clock", async () => {
    const browser = new Visitor(origin);
    const { access_token, refresh_token } = await obtainTokens(origin, "haneul");
    await browser.finish("doyun");
    const code = await new Visitor(origin).obtainCode("sua");
    await client.setFault({ endpoint: "userinfo", kakaoCode: -1 });
    await client.setClock(100);
    await client.takeSnapshot("before");

    for (const person of await client.listPeople()) await client.deletePerson(person.id);
    await client.updateApp(appId, { name: "변한 앱", oidc: false });
    await client.clearFaults();
    await client.setClock(99_999);
    expect((await callKapi(origin, "/v2/user/me", access_token)).status).toBe(401);

    expect(await client.restoreSnapshot("before")).toMatchObject({ name: "before" });
    expect((await callKapi(origin, "/v2/user/me", access_token)).status).toBe(200);
    const refreshed = await requestToken(origin, { grant_type: "refresh_token", refresh_token });
    expect(await refreshed.json()).toHaveProperty("id_token");
    expect((await requestToken(origin, { code })).status).toBe(200);
    expect(locationOf(await browser.authorize()).searchParams.has("code")).toBe(true);
    expect((await client.listApps())[0]).toMatchObject({ name: "험블벅", oidc: true });
    expect(await client.listFaults()).toMatchObject([{ endpoint: "userinfo" }]);
    expect(emulator.state.clock.offsetSeconds).toBe(100);
  });

  test("can be restored again and again, whatever happened in between", async () => {
    const person = await client.createPerson();
    const { access_token } = await client.issueTokens(person.id);
    await client.takeSnapshot("linked");
    for (let round = 0; round < 2; round++) {
      await client.unlink(person.id);
      expect((await callKapi(origin, "/v2/user/me", access_token)).status).toBe(401);
      await client.restoreSnapshot("linked");
      expect((await callKapi(origin, "/v2/user/me", access_token)).status).toBe(200);
    }
  });

  test("a code that was used before the snapshot stays used", async () => {
    const code = await new Visitor(origin).obtainCode("haneul");
    await requestToken(origin, { code });
    await client.takeSnapshot("used");
    await client.restoreSnapshot("used");
    expect((await requestToken(origin, { code })).status).toBe(400);
  });

  const removeAll = async () => {
    for (const { name } of await client.listSnapshots()) await client.removeSnapshot(name);
  };

  test("outlive a reset", async () => {
    const person = await client.createPerson();
    await client.takeSnapshot("kept");
    await client.reset();
    await client.restoreSnapshot("kept");
    expect(await client.readPerson(person.id)).toMatchObject({ id: person.id });
  });

  test("are listed, overwritten by name, removed, and bounded", async () => {
    await removeAll();
    for (let i = 0; i < 20; i++) await client.takeSnapshot(`s-${i}`);
    await client.takeSnapshot("s-0");
    expect(await client.listSnapshots()).toHaveLength(20);
    await expect(client.takeSnapshot("one-more")).rejects.toMatchObject({ status: 409 });
    await removeAll();
    expect(await client.listSnapshots()).toEqual([]);
  });

  test("a name that is none, or unknown, is refused", async () => {
    await expect(client.takeSnapshot("a/b")).rejects.toMatchObject({ field: "name" });
    await expect(client.restoreSnapshot("nothing")).rejects.toMatchObject({ status: 404 });
    await expect(client.removeSnapshot("nothing")).rejects.toMatchObject({ status: 404 });
  });
});

describe("the seed", () => {
  test("is what there is now, and another emulator starts from it", async () => {
    await client.createPerson({ nickname: "씨앗", listed: true });
    await client.createApp({ name: "새 앱", business: true, channels: ["_abc"] });
    const seed = await client.readSeed();
    const other = await createKakaoEmulator({ seed });
    expect(await other.client.readSeed()).toEqual(seed);
    expect(seed.people.at(-1)).toMatchObject({ nickname: "씨앗" });
    await other.close();
  });
});

describe("a browser that is signed in already", () => {
  const authorize = (cookie: { name: string; value: string }, userAgent = "a browser") =>
    fetch(`${origin}/oauth/authorize?${authorizeQuery({ prompt: "none" })}`, {
      redirect: "manual",
      headers: { cookie: `${cookie.name}=${cookie.value}`, "user-agent": userAgent },
    });

  test("skips the sign-in page", async () => {
    const person = await client.createPerson();
    await client.issueTokens(person.id);
    const response = await authorize(await client.openAccountSession(person.id));
    expect(locationOf(response).searchParams.has("code")).toBe(true);
  });

  test("is KakaoTalk's when told so", async () => {
    const person = await client.createPerson();
    const cookie = await client.openAccountSession(person.id, { inTalk: true });
    const back = locationOf(await authorize(cookie, "x KAKAOTALK/10.8.0"));
    expect(back.searchParams.get("error")).toBe("consent_required");
  });
});
