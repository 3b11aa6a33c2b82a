// The account-state webhook around the token: what comes in, how each refusal is answered, and what
// is too old to be stored. The token itself is the business of lib/kakao/security-event.test.ts.
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { SOCKET_ADDRESS_HEADER } from "#lib/http/client-address";
import { KakaoError } from "#lib/kakao/errors";
import type { SecurityEvent } from "#lib/kakao/security-event";
import { EventRefused } from "#lib/kakao/security-event";
import { takeAccountState } from "#lib/webhooks/account-state";

const readSecurityEvent = vi.hoisted(() => vi.fn<(jws: string) => Promise<SecurityEvent>>());
const saveAccountEvent = vi.hoisted(() => vi.fn());
vi.mock("#lib/kakao/security-event", async (original) => ({
  ...(await original<typeof import("#lib/kakao/security-event")>()),
  readSecurityEvent,
}));
vi.mock("#lib/users/account-state", () => ({ saveAccountEvent }));
const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
vi.spyOn(process.stderr, "write").mockReturnValue(true);

const DAY_MS = 24 * 60 * 60 * 1000;
const KAKAO_ID = "3956953872";
const REVOKED = "https://schemas.openid.net/secevent/risc/event-type/sessions-revoked";

function eventOf(age: number): SecurityEvent {
  const at = new Date(Date.now() - age);
  return { kakaoId: KAKAO_ID, jti: "j", at, issuedAt: at, events: new Map([[REVOKED, {}]]) };
}

beforeEach(() => {
  log.mockClear();
  readSecurityEvent.mockReset().mockResolvedValue(eventOf(0));
  saveAccountEvent.mockReset().mockResolvedValue({ isKnown: true });
});

type Sent = { body?: string | ReadableStream<Uint8Array>; type?: string | null; address?: string };

const newAddress = () => `2001:db8:${randomBytes(2).toString("hex")}::1`;

function request({ body = "a.b.c", type, address = newAddress() }: Sent = {}): Request {
  const headers = {
    [SOCKET_ADDRESS_HEADER]: address,
    ...(type !== null && { "content-type": type ?? "application/secevent+jwt" }),
  };
  const how = { method: "POST", headers, body: body || null, duplex: "half" };
  return new Request("http://localhost:3199/hook", how as RequestInit);
}

const send = (sent: Sent = {}) => takeAccountState(request(sent));
const logged = () => log.mock.calls.map(([line]) => String(line)).join("");

test("what holds is stored and answered with 202 and nothing more (WH-13)", async () => {
  const answer = await send({
    type: 'Application/SecEvent+JWT; charset="utf-8"',
    body: " a.b.c\n",
  });
  expect([answer.status, await answer.text()]).toEqual([202, ""]);
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  expect(readSecurityEvent.mock.calls[0]?.[0]).toBe("a.b.c");
  expect(saveAccountEvent.mock.calls).toEqual([
    ["j", expect.objectContaining({ kakaoId: KAKAO_ID, endsSessions: true })],
  ]);
});

test("one that was stored before is 202 as well (WH-13, WH-14)", async () => {
  saveAccountEvent.mockResolvedValue(null);
  expect((await send()).status).toBe(202);
  expect(logged()).toContain('"webhook.repeated"');
});

describe("no token at all (WH-10, WH-13)", () => {
  test.each<[string, Sent]>([
    ["another type", { type: "application/jwt" }],
    ["a form", { type: "application/x-www-form-urlencoded" }],
    ["no type", { type: null }],
    ["no body", { body: "" }],
  ])("%s", async (_, sent) => {
    const answer = await send(sent);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      err: "invalid_request",
      description: expect.any(String),
    });
    expect(readSecurityEvent).not.toHaveBeenCalled();
  });
});

test.each(["invalid_request", "invalid_key", "invalid_issuer", "invalid_audience"] as const)(
  "%s goes back as it is, with our own word for why (WH-13)",
  async (code) => {
    readSecurityEvent.mockRejectedValue(new EventRefused(code, "aud"));
    const answer = await send();
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-language")).toBe("en");
    expect(await answer.json()).toEqual({ err: code, description: "aud does not hold" });
    expect(saveAccountEvent).not.toHaveBeenCalled();
  },
);

test("a body without end is left after 16 KB (IN-1)", async () => {
  let given = 0;
  let isLeft = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      given += 1024;
      controller.enqueue(new Uint8Array(1024).fill(97));
    },
    cancel: () => {
      isLeft = true;
    },
  });
  const answer = await send({ body });
  expect([answer.status, (await answer.json()).err]).toEqual([413, "invalid_request"]);
  expect(isLeft).toBe(true);
  expect(given).toBeLessThan(20 * 1024);
  expect((await send({ body: "x".repeat(16 * 1024) })).status).toBe(202);
  expect((await send({ body: "x".repeat(16 * 1024 + 1) })).status).toBe(413);
});

test("without Kakao's keys it is 503, which says: send it again (WH-13)", async () => {
  readSecurityEvent.mockRejectedValue(new KakaoError("unavailable", "no keys"));
  await expect(send()).rejects.toMatchObject({ status: 503 });
  expect(saveAccountEvent).not.toHaveBeenCalled();
});

test("what is older than seven days is taken and does nothing (WH-14)", async () => {
  readSecurityEvent.mockResolvedValue(eventOf(7 * DAY_MS + 1000));
  expect((await send()).status).toBe(202);
  expect(saveAccountEvent).not.toHaveBeenCalled();
  readSecurityEvent.mockResolvedValue(eventOf(7 * DAY_MS - 1000));
  expect((await send()).status).toBe(202);
  expect(saveAccountEvent).toHaveBeenCalledOnce();
});

test("neither a Kakao id nor a stranger's words are in the log (WH-16)", async () => {
  const event = { ...eventOf(0), events: new Map([["https://x.test/\n<b>new", {}]]) };
  readSecurityEvent.mockResolvedValue(event);
  await send();
  expect(logged()).toContain('"events":"unknown"');
  expect(logged()).not.toMatch(new RegExp(`${KAKAO_ID}|x\\.test|<b>`));
});

test("an address's sixty-first refusal hears of the limit, and what holds never does (WH-8, RL-1)", async () => {
  const address = newAddress();
  const statuses: number[] = [];
  for (let n = 0; n < 61; n += 1)
    await send({ address, type: null }).then(
      ({ status }) => statuses.push(status),
      (error) => statuses.push(error.status),
    );
  expect(statuses).toEqual([...Array(60).fill(400), 429]);
  expect((await send({ address })).status).toBe(202);
});
