// What is asked with the admin key, and what comes of Kakao's answers.
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { fetchLinkedUser, listLinkedIds, unlinkUser } from "#lib/kakao/admin";
import { answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
afterAll(kakao.stop);

const ID = "3956953872";
const signal = () => AbortSignal.timeout(3000);
const NOT_LINKED = { msg: "NotRegisteredUserException", code: -101 };

test("a person is asked for by the admin key and their id, both out of the address", async () => {
  kakao.answer(answering(200, { id: 3956953872, connected_at: "2026-03-06T04:51:40Z" }));
  await expect(fetchLinkedUser(ID, signal())).resolves.toMatchObject({
    kakaoId: ID,
    connectedAt: new Date("2026-03-06T04:51:40Z"),
  });
  const [hit] = kakao.hits;
  expect(hit?.headers.authorization).toMatch(/^KakaoAK \S+$/);
  expect(hit?.url.href).not.toContain(ID);
  expect(Object.fromEntries(new URLSearchParams(hit?.body))).toEqual({
    target_id_type: "user_id",
    target_id: ID,
    secure_resource: "true",
  });
});

describe("without an admin key nobody is asked anything", () => {
  afterEach(() => vi.stubEnv("KAKAO_ADMIN_KEY", "fedcba9876543210fedcba9876543210"));

  test.each(["fetchLinkedUser", "unlinkUser", "listLinkedIds"] as const)(
    "%s (K22)",
    async (name) => {
      vi.stubEnv("KAKAO_ADMIN_KEY", undefined);
      vi.resetModules();
      const { [name]: call } = await import("#lib/kakao/admin");
      kakao.answer(answering(200, { id: 3956953872, elements: [] }));
      await expect(call(ID, signal())).rejects.toMatchObject({ code: "misconfigured" });
      expect(kakao.hits).toEqual([]);
    },
  );
});

describe("somebody who is not linked (-101)", () => {
  test("is nobody (WH-6)", async () => {
    kakao.answer(answering(400, NOT_LINKED));
    await expect(fetchLinkedUser(ID, signal())).resolves.toBeNull();
  });

  test("needs no unlinking (K23)", async () => {
    kakao.answer(answering(400, NOT_LINKED));
    await expect(unlinkUser(ID, signal())).resolves.toBe(false);
  });
});

test("an unlink counts when Kakao repeats whose it was", async () => {
  kakao.answer(answering(200, { id: 3956953872 }));
  await expect(unlinkUser(ID, signal())).resolves.toBe(true);
  const [hit] = kakao.hits;
  expect([hit?.method, hit?.url.search]).toEqual(["POST", ""]);
  expect(Object.fromEntries(new URLSearchParams(hit?.body))).toEqual({
    target_id_type: "user_id",
    target_id: ID,
  });
});

test("it is the very person who is asked for, however long the id (TV-15)", async () => {
  const long = "9007199254740993";
  kakao.answer(answering(200, `{"id":${long}}`));
  await expect(unlinkUser(long, signal())).resolves.toBe(true);
  await expect(fetchLinkedUser(long, signal())).resolves.toMatchObject({ kakaoId: long });
  for (const { body } of kakao.hits) expect(new URLSearchParams(body).get("target_id")).toBe(long);
});

describe("no answer about this person is taken for one (K22)", () => {
  test.each([
    ["another person", 200, { id: 1 }, "rejected"],
    ["nobody", 200, {}, "unavailable"],
    ["a temporary failure", 400, { msg: "", code: -1 }, "unavailable"],
    ["maintenance", 503, { msg: "", code: -9798 }, "unavailable"],
    ["too much asked", 400, { msg: "", code: -10 }, "rate_limited"],
    ["a refused key", 401, { msg: "", code: -401 }, "misconfigured"],
    ["a key without the right", 403, { msg: "", code: -5 }, "misconfigured"],
    ["an account that does not exist", 400, { msg: "", code: -103 }, "rejected"],
    ["-101 in a body that says 200", 200, NOT_LINKED, "unavailable"],
    ["a page", 502, "<html>", "unavailable"],
  ])("%s", async (_, status, body, code) => {
    kakao.answer(answering(status, body));
    await expect(unlinkUser(ID, signal())).rejects.toMatchObject({ code });
    await expect(fetchLinkedUser(ID, signal())).rejects.toMatchObject({ code });
  });
});

test("a list of people keeps every digit (TV-15)", async () => {
  kakao.answer(answering(200, '{"elements":[7,9007199254740993],"after_url":null}'));
  await expect(listLinkedIds("7", signal())).resolves.toEqual(["7", "9007199254740993"]);
  const [hit] = kakao.hits;
  expect(Object.fromEntries(hit?.url.searchParams ?? [])).toEqual({
    limit: "100",
    order: "asc",
    from_id: "7",
  });
});

test("a list that does not go on from where it should is none (WH-9)", async () => {
  kakao.answer(answering(200, { elements: [7, 100, 101] }));
  await expect(listLinkedIds("8", signal())).rejects.toMatchObject({ code: "unavailable" });
});

const tooMany = { elements: Array.from({ length: 101 }, (_, n) => n + 1) };
test.each([{}, { elements: ["1"] }, { elements: null }, tooMany])("no list: %j", async (body) => {
  kakao.answer(answering(200, body));
  await expect(listLinkedIds(null, signal())).rejects.toMatchObject({ code: "unavailable" });
});
