// The unlink webhook up to the store: who may send it, how, and about whom. What is stored is the
// integration test's business.
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { DatabaseUnavailable } from "#lib/database-unavailable";
import { SOCKET_ADDRESS_HEADER } from "#lib/http/client-address";
import { takeUnlink } from "#lib/webhooks/unlink";

const noteUnlink = vi.hoisted(() => vi.fn<(kakaoId: string) => Promise<boolean>>());
vi.mock("#lib/users/note-unlink", () => ({ noteUnlink }));
vi.spyOn(process.stdout, "write").mockReturnValue(true);
vi.spyOn(process.stderr, "write").mockReturnValue(true);
beforeEach(() => {
  vi.unstubAllEnvs();
  noteUnlink.mockReset().mockResolvedValue(true);
});

const KEY = "fedcba9876543210fedcba9876543210";
const PREVIOUS = "0000ba9876543210fedcba9876543210";
const ID = "3956953872";

type Sent = {
  method?: string;
  authorization?: string | null;
  fields?: [string, string][];
  headers?: Record<string, string>;
};

const newAddress = () => `2001:db8:${randomBytes(2).toString("hex")}::1`;

function request({ method = "POST", authorization, fields, headers }: Sent = {}): Request {
  const query = new URLSearchParams(
    fields ?? [
      ["app_id", "100001"],
      ["user_id", ID],
    ],
  );
  const isGet = method === "GET";
  return new Request(`http://localhost:3199/hook${isGet ? `?${query}` : ""}`, {
    method,
    headers: {
      [SOCKET_ADDRESS_HEADER]: newAddress(),
      ...(authorization !== null && { authorization: authorization ?? `KakaoAK ${KEY}` }),
      ...headers,
    },
    ...(!isGet && { body: query }),
  });
}

const statusOf = async (sent: Sent) =>
  takeUnlink(request(sent)).then(
    ({ status }) => status,
    (error) => error.status,
  );
const about = (userId: string): Sent["fields"] => [
  ["app_id", "100001"],
  ["user_id", userId],
];

/** The process as it starts with these settings. */
async function startWith(settings: Record<string, string | undefined>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  const { takeUnlink: take } = await import("#lib/webhooks/unlink");
  return (sent: Sent = {}) =>
    take(request(sent)).then(
      ({ status }) => status,
      (error) => error.status,
    );
}

describe("no admin key in the header: 401, nothing read, nothing stored (WH-1)", () => {
  test.each([
    null,
    "",
    KEY,
    `Bearer ${KEY}`,
    `kakaoak ${KEY}`,
    `KakaoAK  ${KEY}`,
    `KakaoAK ${KEY}x`,
    `KakaoAK ${KEY.slice(0, -1)}`,
    `KakaoAK ${KEY.toUpperCase()}`,
    `KakaoAK ${KEY}, KakaoAK ${KEY}`,
    "KakaoAK undefined",
    "KakaoAK null",
    "KakaoAK ",
  ])("%j", async (authorization) => {
    const sent = request({ authorization, headers: { "content-type": "text/plain" } });
    await expect(takeUnlink(sent)).rejects.toMatchObject({ status: 401 });
    expect(sent.bodyUsed).toBe(false);
    const inQuery: Sent["fields"] = [...(about(ID) ?? []), ["authorization", `KakaoAK ${KEY}`]];
    expect(await statusOf({ method: "GET", authorization, fields: inQuery })).toBe(401);
    expect(noteUnlink).not.toHaveBeenCalled();
  });
});

test("of many keys none is the right one: all of it is compared (WH-1)", async () => {
  const keys = Array.from({ length: 2000 }, (_, n) => n.toString(16).padStart(32, "0"));
  const send = (key: string) => statusOf({ authorization: `KakaoAK ${key}` });
  expect(new Set(await Promise.all(keys.map(send)))).toEqual(new Set([401]));
});

test("while keys are changed both count, and nothing near them (WH-1)", async () => {
  const send = await startWith({ KAKAO_ADMIN_KEY_PREVIOUS: PREVIOUS });
  const withKey = (key: string) => send({ authorization: `KakaoAK ${key}` });
  expect(await withKey(KEY)).toBe(200);
  expect(await withKey(PREVIOUS)).toBe(200);
  expect(await withKey(`${PREVIOUS.slice(0, 16)}${KEY.slice(16)}x`)).toBe(401);
  expect(noteUnlink).toHaveBeenCalledTimes(2);
});

test("without a key nobody is believed, the previous one least of all (WH-1)", async () => {
  const settings = { KAKAO_ADMIN_KEY: undefined, KAKAO_ADMIN_KEY_PREVIOUS: PREVIOUS };
  const send = await startWith(settings);
  for (const key of [KEY, PREVIOUS, "undefined", "null"])
    expect(await send({ authorization: `KakaoAK ${key}` })).toBe(401);
});

describe("another app's number, or none: answered, and without effect (WH-2)", () => {
  test.each<[string, Sent["fields"]]>([
    [
      "another",
      [
        ["app_id", "100002"],
        ["user_id", ID],
      ],
    ],
    ["none", [["user_id", ID]]],
    [
      "a longer one",
      [
        ["app_id", "1000010"],
        ["user_id", ID],
      ],
    ],
    [
      "ours and another",
      [
        ["app_id", "100001"],
        ["app_id", "100002"],
        ["user_id", ID],
      ],
    ],
  ])("%s", async (_, fields) => {
    for (const method of ["GET", "POST"]) expect(await statusOf({ method, fields })).toBe(200);
    expect(noteUnlink).not.toHaveBeenCalled();
  });
});

test("without our own number nothing is thrown away: 503 (WH-2, WH-4)", async () => {
  const send = await startWith({ KAKAO_APP_ID: undefined });
  expect(await send()).toBe(503);
  expect(noteUnlink).not.toHaveBeenCalled();
});

describe("no Kakao id is 400 (WH-2)", () => {
  test.each(["", "0", "01", "-1", "1 OR 1=1", "1e9", "１２", "9".repeat(20), "1\n"])(
    "%j",
    async (userId) => {
      for (const method of ["GET", "POST"])
        expect(await statusOf({ method, fields: about(userId) })).toBe(400);
      expect(noteUnlink).not.toHaveBeenCalled();
    },
  );

  test("one that stands there twice", async () => {
    const twice: Sent["fields"] = [...(about(ID) ?? []), ["user_id", "1"]];
    expect(await statusOf({ fields: twice })).toBe(400);
  });
});

test("a reason that Kakao did not have before is an unlink, digit for digit (WH-2)", async () => {
  const longest = "9223372036854775807";
  const fields: Sent["fields"] = [...(about(longest) ?? []), ["referrer_type", "SOMETHING_NEW"]];
  for (const method of ["GET", "POST"]) expect(await statusOf({ method, fields })).toBe(200);
  expect(noteUnlink.mock.calls).toEqual([[longest], [longest]]);
});

test("only the configured method, and no prefetch, has an effect (WH-3)", async () => {
  const send = await startWith({ KAKAO_UNLINK_WEBHOOK_METHOD: "POST" });
  expect(await send({ method: "GET" })).toBe(405);
  expect(await send({ headers: { "sec-purpose": "prefetch;prerender" } })).toBe(405);
  expect(await send({ headers: { purpose: "Prefetch" } })).toBe(405);
  expect(noteUnlink).not.toHaveBeenCalled();
  expect(await send()).toBe(200);
});

test("what could not be stored is not answered with 200 (WH-4)", async () => {
  noteUnlink.mockRejectedValue(new DatabaseUnavailable(new Error("away")));
  await expect(takeUnlink(request())).rejects.toThrow(DatabaseUnavailable);
});

test("an address's sixty-first wrong key hears of the limit, another's and the right key never do (WH-8, RL-1)", async () => {
  const headers = { [SOCKET_ADDRESS_HEADER]: newAddress() };
  const wrong = { headers, authorization: "KakaoAK wrong" };
  const statuses: number[] = [];
  for (let n = 0; n < 62; n += 1) statuses.push(await statusOf(wrong));
  expect(statuses).toEqual([...Array(60).fill(401), 429, 429]);
  expect(await statusOf({ authorization: "KakaoAK wrong" })).toBe(401);
  expect(await statusOf({ headers })).toBe(200);
});
