// Account-state webhooks when Kakao's keys cannot be had, or have just been changed in a flood of
// unknown ones.
import { randomUUID } from "node:crypto";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { expect, test } from "./own-kakao";
import { expectServerError } from "./server-log";
import { refusalOf } from "./sign-in-steps";
import { tellEvent } from "./webhook-steps";

const statusOf = async (kakao: KakaoEmulatorClient, event: Parameters<typeof tellEvent>[1]) =>
  (await tellEvent(kakao, event))[0]?.status;

test("without Kakao's keys an event is 503, and 202 when they are back (WH-13, K17)", async ({
  ownKakao: { client },
  app,
}) => {
  expectServerError("webhook.no_keys");
  const person = await client.createPerson();
  const event = { personId: person.id, event: "token-issued", at: app.url };
  await client.setFault({ endpoint: "jwks", status: 503 });
  expect(await statusOf(client, event)).toBe(503);
  await client.clearFaults();
  await expect.poll(() => statusOf(client, event), { timeout: 15_000 }).toBe(202);
  await client.setFault({ endpoint: "jwks", status: 503 });
  expect(await statusOf(client, event), "from the cache").toBe(202);
});

test("a flood of unknown keys and a real rotation: sign-ins work within a minute, and Kakao is hardly asked (WH-17, TV-10, K16)", async ({
  ownKakao: { client },
  app,
  travel,
  arrive,
}) => {
  test.setTimeout(120_000);
  const person = await client.createPerson();
  expect(refusalOf((await arrive(await travel(person))).answer)).toBeNull();
  let isOver = false;
  const flood = Array.from({ length: 4 }, async () => {
    while (!isOver) {
      const set = { key: "unpublished" as const, header: { kid: randomUUID() } };
      const event = { personId: person.id, event: "sessions-revoked", at: app.url, set };
      expect([400, 429]).toContain(await statusOf(client, event));
    }
  });
  const keyRequests = async () =>
    (await client.readLedger({ path: "/.well-known/jwks.json" })).length;
  await expect.poll(keyRequests).toBe(2);
  await client.rotateKeys();
  const rotatedAt = Date.now();
  const isIn = async () => refusalOf((await arrive(await travel(person))).answer) === null;
  await expect.poll(isIn, { timeout: 70_000, intervals: [3000] }).toBe(true);
  expect(Date.now() - rotatedAt).toBeLessThan(65_000);
  isOver = true;
  await Promise.all(flood);
  expect(await keyRequests()).toBeLessThanOrEqual(3);
  const [event] = await tellEvent(client, {
    ...{ personId: person.id, event: "token-issued", at: app.url },
  });
  expect(event?.status).toBe(202);
});
