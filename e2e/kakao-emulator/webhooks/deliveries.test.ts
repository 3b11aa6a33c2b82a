// How a delivery ends, the log of them, and what a receiver's failure leaves behind: nothing.
import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KakaoEmulatorClient } from "../client";
import { defaultApp } from "../defaults";
import { createKakaoEmulator } from "../server";
import { client, emulator } from "../testing/test-emulator";
import { Receiver } from "../testing/test-receiver";
import { DeliveryLog } from "./deliveries";

const { appId } = defaultApp;
const haneul = "3956953872";
const doyun = "3956953901";

let receiver: Receiver;
beforeEach(async () => {
  receiver = await new Receiver().open();
  await setAddress(`${receiver.origin}/unlink`);
});
afterEach(() => receiver.close());

const setAddress = (url: string) => client.updateApp(appId, { unlinkWebhook: { url } });

async function unlinkOnce(personId = haneul) {
  await client.issueTokens(personId);
  await client.unlink(personId);
  return client.readWebhooks({ personId });
}

/** A server that says this to whoever connects, and is no HTTP server. */
async function openRaw(words: string): Promise<{ url: string; close: () => void }> {
  const sockets = new Set<{ destroy: () => void }>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => socket.end(words));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}

describe("outcomes", () => {
  test("refused: anything but 200; the body is kept for the log, and nothing is sent again", async () => {
    for (const status of [201, 202, 204, 400, 401, 404, 500, 503]) {
      receiver.answerWith(status, {}, status === 204 ? "" : "no");
      const deliveries = await unlinkOnce();
      expect(deliveries.at(-1)).toMatchObject({
        ...{ status, outcome: "refused", error: null, answer: status === 204 ? "" : "no" },
      });
    }
    expect(receiver.received).toHaveLength(8);
  });

  test("redirected: not followed", async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.answerWith(status, { location: `${receiver.origin}/elsewhere` });
      const deliveries = await unlinkOnce();
      expect(deliveries.at(-1)).toMatchObject({ status, outcome: "redirected" });
    }
    expect(receiver.received.map(({ path }) => path)).toEqual(Array(5).fill("/unlink"));
  });

  test("timed out: no head within three seconds", async () => {
    receiver.respond = () => {};
    const [delivery] = await unlinkOnce();
    expect(delivery).toMatchObject({ status: null, outcome: "timed out", answer: null });
    expect(delivery?.error).toBe("no answer within 3000 ms");
    expect(delivery?.durationMs).toBeGreaterThan(2_900);
    expect(delivery?.durationMs).toBeLessThan(6_000);
  }, 10_000);

  test("delivered: a late body does not matter, nor one that is cut off or endless", async () => {
    receiver.respond = (response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write("part", () => response.socket?.destroy());
    };
    const [cut] = await unlinkOnce();
    expect(cut).toMatchObject({ status: 200, outcome: "delivered", answer: "part" });
    receiver.respond = (response) => {
      const pour = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
        if (!response.destroyed) response.once("drain", pour);
      };
      pour();
    };
    const endless = (await unlinkOnce()).at(-1);
    expect(endless).toMatchObject({ status: 200, outcome: "delivered" });
    expect(endless?.answer).toBe("x".repeat(2_048));
  });

  test("unreachable: nobody listens, no such host, no HTTP, or a hung-up line", async () => {
    const closed = await new Receiver().open();
    const nobody = `${closed.origin}/unlink`;
    await closed.close();
    await setAddress(nobody);
    const refusedConnection = (await unlinkOnce()).at(-1);
    expect(refusedConnection).toMatchObject({ status: null, outcome: "unreachable" });
    expect(refusedConnection?.error).toContain("ECONNREFUSED");
    await setAddress("https://127.0.0.1:1/unlink");
    expect((await unlinkOnce()).at(-1)).toMatchObject({ outcome: "unreachable" });
    for (const words of [
      "",
      "hello\r\n\r\n",
      "HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n",
    ]) {
      const raw = await openRaw(words);
      await setAddress(raw.url);
      const delivery = (await unlinkOnce()).at(-1);
      expect(delivery).toMatchObject({ status: null, outcome: "unreachable" });
      expect(delivery?.error).not.toBe("");
      raw.close();
    }
    expect(await client.health()).toEqual({ status: "ok" });
  });
});

describe("order", () => {
  test("one after another for a person, side by side for two", async () => {
    const answers: (() => void)[] = [];
    receiver.respond = (response) => void answers.push(() => response.end());
    for (const personId of [haneul, haneul, doyun]) {
      await client.issueTokens(personId);
      await client.unlink(personId);
    }
    await expect.poll(() => receiver.received.length).toBe(2);
    const waiting = emulator.state.outbox.read({ personId: haneul });
    expect(waiting).toMatchObject([{ outcome: null }, { outcome: null, sentAt: null }]);
    answers[0]?.();
    await expect.poll(() => receiver.received.length).toBe(3);
    for (const answer of answers) answer();
    const ended = await client.readWebhooks();
    expect(ended.map(({ outcome }) => outcome)).toEqual(Array(3).fill("delivered"));
    expect(ended.map(({ personId }) => personId)).toEqual([haneul, haneul, doyun]);
  });
});

describe("the log", () => {
  test("is read by app, person and since, oldest first", async () => {
    const [first] = await unlinkOnce(haneul);
    await unlinkOnce(doyun);
    const all = await client.readWebhooks();
    expect(all.map(({ personId }) => personId)).toEqual([haneul, doyun]);
    expect(await client.readWebhooks({ since: first?.id })).toEqual([all[1]]);
    expect(await client.readWebhooks({ appId: 1 })).toEqual([]);
    expect(await client.readWebhooks({ appId, personId: doyun })).toEqual([all[1]]);
    await client.reset();
    expect(await client.readWebhooks()).toEqual([]);
    await setAddress(`${receiver.origin}/unlink`);
    const [later] = await unlinkOnce(haneul);
    expect(later?.id).toBeGreaterThan(all[1]?.id ?? 0);
  });

  test("says what is under way, unless it is asked to wait", async () => {
    receiver.respond = () => {};
    await client.issueTokens(haneul);
    await client.unlink(haneul);
    const read = async (query: string) =>
      (await fetch(`${emulator.origin}/_emulator/api/webhooks?${query}`)).json();
    expect(await read("")).toMatchObject([{ outcome: null, status: null, durationMs: null }]);
    // Waiting for somebody else is no waiting.
    expect(await read(`settled=1&personId=${doyun}`)).toEqual([]);
    expect(await read("settled=yes")).toMatchObject({ field: "settled" });
  });

  test("forgets the oldest beyond two thousand, and the end of a long body", () => {
    const log = new DeliveryLog();
    const message = {
      ...({ kind: "unlink", event: "", appId, personId: "1", byHand: true } as const),
      ...{ url: "http://127.0.0.1/", method: "POST", headers: {}, claims: null },
    };
    for (let count = 0; count < 2_001; count += 1)
      log.open({ ...message, body: "x".repeat(30_000) });
    expect(log.read()).toHaveLength(2_000);
    expect(log.read()[0]).toMatchObject({ id: 2 });
    expect(log.read()[0]?.body).toHaveLength(20_000);
  });
});

describe("an end", () => {
  test("closing gives up what is under way, and what waits behind it, at once", async () => {
    const own = await createKakaoEmulator();
    const its = new KakaoEmulatorClient(own.origin);
    await its.updateApp(appId, { unlinkWebhook: { url: `${receiver.origin}/unlink` } });
    receiver.respond = () => {};
    for (let count = 0; count < 3; count += 1) {
      await its.issueTokens(haneul);
      await its.unlink(haneul);
    }
    const late = its.sendUnlinkWebhook({ personId: haneul, delayMs: 60_000 });
    late.catch(() => {});
    const deliveries = () => own.state.outbox.read();
    await expect.poll(() => deliveries().length).toBe(4);
    await expect.poll(() => receiver.received.length).toBe(1);
    const kept = deliveries();
    const startMs = Date.now();
    await own.close();
    expect(Date.now() - startMs).toBeLessThan(2_000);
    expect(kept.map(({ outcome }) => outcome)).toEqual(Array(4).fill("unreachable"));
    expect(kept[3]).toMatchObject({ sentAt: null, error: "the emulator was reset or closed" });
    expect(receiver.received).toHaveLength(1);
  });

  test("a reset gives up what is under way", async () => {
    receiver.respond = () => {};
    await client.issueTokens(haneul);
    await client.unlink(haneul);
    await expect.poll(() => receiver.received.length).toBe(1);
    const [kept] = emulator.state.outbox.read();
    await client.reset();
    await expect.poll(() => kept?.outcome).toBe("unreachable");
  });
});
