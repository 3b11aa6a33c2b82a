// The panel's people: finding, making, changing, unlinking, deleting; their tokens.
import { describe, expect, test } from "vitest";
import { defaultApp } from "../defaults";
import { client, emulator, origin } from "../testing/test-emulator";
import { readForm, readPage, submit } from "../testing/test-panel";
import { callKapi, obtainTokens } from "../testing/test-visitor";

const people = () => `${origin}/_emulator/people`;
const haneul = "3956953872";

const readPerson = (id = haneul) => readPage(`${people()}/${id}`);

describe("the list", () => {
  test("shows who is connected and how many tokens live", async () => {
    await obtainTokens(origin, "haneul");
    const row = (await readPage(people())).split("<tr>").find((part) => part.includes(haneul));
    expect(row).toContain(defaultApp.name);
    expect(row).toMatch(/data-label="Live tokens">2</);
  });

  test.each([
    ["김하", haneul],
    ["DOYUN", "3956953901"],
    ["seoyeon.park@", "3956954017"],
    ["9007199254740993", "9007199254740993"],
  ])("search %s", async (typed, id) => {
    const page = await readPage(`${people()}?${new URLSearchParams({ q: typed })}`);
    expect(page.match(/href="\/_emulator\/people\/\d+"/g)).toEqual([
      `href="/_emulator/people/${id}"`,
    ]);
  });

  test("nobody fits", async () => {
    expect(await readPage(`${people()}?q=nobody-at-all`)).toContain("Nobody fits");
  });

  test("thousands of people are cut to a page", async () => {
    for (let count = 0; count < 300; count += 1) await client.createPerson();
    const page = await readPage(people());
    expect(page.match(/href="\/_emulator\/people\/\d+"/g)).toHaveLength(200);
    expect(page).toContain("more. Search");
  });
});

describe("making", () => {
  test("an empty form makes somebody with Kakao's default nickname and no e-mail", async () => {
    const form = readForm(await readPage(people()), "make-person");
    const made = await submit(origin, "make-person", form);
    expect(made.status).toBe(303);
    const id = made.headers.get("location")?.split("/").at(-1) ?? "";
    expect(await client.readPerson(id)).toMatchObject({
      nickname: "닉네임을 등록해주세요",
      defaultNickname: true,
      email: null,
      listed: true,
      under14: false,
    });
  });

  test("what is typed is taken", async () => {
    const fields = { nickname: "새봄", email: "saebom@example.com", id: "77", under14: "on" };
    const made = await submit(origin, "make-person", { ...fields, loginId: "saebom" });
    expect(made.headers.get("location")).toBe("/_emulator/people/77");
    const expected = { nickname: "새봄", loginId: "saebom", under14: true, defaultNickname: false };
    expect(await client.readPerson("77")).toMatchObject(expected);
  });

  test.each([
    [{ id: "abc" }, "id", 400],
    [{ id: haneul }, "id", 409],
    [{ loginId: "haneul" }, "loginId", 409],
    [{ email: "x" }, "email", 400],
    [{ nickname: "x".repeat(401) }, "nickname", 400],
  ])("%o comes back with the message at its field", async (fields, name, status) => {
    const before = (await client.listPeople()).length;
    const typed = { nickname: "typed before", ...(fields as Record<string, string>) };
    const refused = await submit(origin, "make-person", typed);
    const page = await refused.text();
    expect(refused.status).toBe(status);
    expect(page).toContain('role="alert"');
    expect(page).toContain(`id="make-${name}-error"`);
    expect(page).toMatch(new RegExp(`name="${name}"[^>]*aria-invalid="true"`));
    expect(readForm(page, "make-person")).toMatchObject(typed);
    expect(await client.listPeople()).toHaveLength(before);
  });
});

describe("changing", () => {
  test("an untouched form changes nothing", async () => {
    for (const { id } of await client.listPeople()) {
      const before = await client.readPerson(id);
      const form = readForm(await readPerson(id), "change-person");
      expect((await submit(origin, "change-person", form)).status).toBe(303);
      expect(await client.readPerson(id)).toEqual(before);
    }
  });

  test("switches and emptied fields", async () => {
    const { talkUser, emailVerified, ...form } = readForm(await readPerson(), "change-person");
    expect([talkUser, emailVerified]).toEqual(["on", "on"]);
    await submit(origin, "change-person", {
      ...form,
      sanctioned: "on",
      birthday: "",
      name: "하늘",
    });
    expect(await client.readPerson(haneul)).toMatchObject({
      ...{ sanctioned: true, talkUser: false, emailVerified: false, birthday: null, name: "하늘" },
    });
    expect(await readPerson()).toContain("Restricted");
  });

  test.each([
    [{ birthday: "1332" }, "birthday"],
    [{ birthyear: "99" }, "birthyear"],
    [{ phoneNumber: "010" }, "phoneNumber"],
    [{ loginId: "" }, "loginId"],
    [{ loginId: "doyun" }, "loginId"],
    [{ gender: "x" }, "gender"],
  ])("%o comes back open, as typed", async (fields, name) => {
    const form = { ...readForm(await readPerson(), "change-person"), ...fields };
    const refused = await submit(origin, "change-person", form as Record<string, string>);
    const page = await refused.text();
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(page).toContain(`id="change-${name}-error"`);
    expect(page).toMatch(/<details class="fold" open><summary>Change/);
    if (name !== "gender") expect(readForm(page, "change-person")).toEqual(form);
  });
});

describe("links and tokens", () => {
  test("what was agreed to, and which tokens live by the emulator's clock", async () => {
    const tokens = await obtainTokens(origin, "haneul", { items: ["account_email"] });
    const page = await readPerson();
    expect(page).toContain("Nickname, Kakao account (e-mail)");
    expect(page).toContain(tokens.access_token);
    expect(page).toContain(String(tokens.refresh_token));
    expect(page).toContain("5 h 59 min left");
    await client.setClock(7 * 3600);
    const later = await readPerson();
    const live = later.slice(later.indexOf('id="tokens"'), later.indexOf("Recent requests"));
    expect(live).not.toContain(tokens.access_token);
    expect(live).toContain(String(tokens.refresh_token));
  });

  test("unlinks one app, for the reason that was chosen", async () => {
    const { access_token } = await obtainTokens(origin, "haneul");
    const reasons: unknown[] = [];
    emulator.state.happenings.listen(({ kind, reason }) => {
      if (kind === "user-unlinked") reasons.push(reason);
    });
    const form = readForm(await readPerson(), "unlink-person");
    expect(form).toMatchObject({ reason: "UNLINK_FROM_APPS", appId: String(defaultApp.appId) });
    await submit(origin, "unlink-person", { ...form, reason: "UNLINK_FROM_ADMIN" });
    expect(reasons).toEqual(["UNLINK_FROM_ADMIN"]);
    expect((await callKapi(origin, "/v2/user/me", access_token)).status).toBe(401);
    expect(await readPerson()).toContain("Not linked to any app yet");
  });

  test.each([
    [{ appId: "x", reason: "UNLINK_FROM_APPS" }],
    [{ appId: "1000001", reason: "BECAUSE" }],
  ])("unlinking with %o is refused", async (fields) => {
    await obtainTokens(origin, "haneul");
    const refused = await submit(origin, "unlink-person", { personId: haneul, ...fields });
    expect(refused.status).toBe(400);
    expect((await client.readPerson(haneul)).links).toHaveLength(1);
  });

  test("issues tokens that work", async () => {
    const form = readForm(await readPerson(), "issue-tokens");
    expect(form.clientId).toBe(defaultApp.restApiKey);
    const issued = await submit(origin, "issue-tokens", { ...form, nonce: "n" });
    expect(issued.headers.get("location")).toBe(`/_emulator/people/${haneul}#tokens`);
    const token = /Access token<br><code>([^<]+)</.exec(await readPerson())?.[1] ?? "";
    expect((await callKapi(origin, "/v2/user/me", token)).status).toBe(200);
  });

  test("issues none for a key that no app has", async () => {
    const fields = { personId: haneul, clientId: "nobody" };
    expect((await submit(origin, "issue-tokens", fields)).status).toBe(404);
    expect(await readPerson()).toContain("No live tokens");
  });
});

describe("deleting", () => {
  test("takes the account and its tokens away, for the reason that was chosen", async () => {
    const { access_token } = await obtainTokens(origin, "haneul");
    const form = readForm(await readPerson(), "delete-person");
    const deleted = await submit(origin, "delete-person", form);
    expect(deleted.headers.get("location")).toBe("/_emulator/people");
    expect((await fetch(`${people()}/${haneul}`)).status).toBe(404);
    expect((await callKapi(origin, "/v2/user/me", access_token)).status).toBe(401);
  });

  test("needs a reason that Kakao knows", async () => {
    const fields = { personId: haneul, reason: "UNLINK_FROM_APPS" };
    const refused = await submit(origin, "delete-person", fields);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('id="delete-reason-error"');
    expect((await fetch(`${people()}/${haneul}`)).status).toBe(200);
  });
});
