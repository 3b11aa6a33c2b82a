// Who may reach the emulator: by which name, from where, and what the control token opens.
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { afterEach, describe, expect, test } from "vitest";
import { createKakaoEmulator, type EmulatorOptions, type KakaoEmulator } from "../server";
import { makeSelfSigned } from "../testing/self-signed";
import { authorizeQuery } from "../testing/test-visitor";

let emulator: KakaoEmulator;
afterEach(() => emulator.close());
const start = async (options: EmulatorOptions) => {
  emulator = await createKakaoEmulator(options);
  return emulator;
};

type Sent = { path: string; headers?: Record<string, string> };

/** fetch cannot lie about its Host. */
function ask({ path, headers = {} }: Sent): Promise<{ status: number; body: string }> {
  const { port } = emulator;
  const isTls = emulator.origin.startsWith("https:") && emulator.origin.endsWith(`:${port}`);
  const request = isTls ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path, headers, rejectUnauthorized: false };
    const sent = request(options, async (response) => {
      let body = "";
      for await (const chunk of response.setEncoding("utf8")) body += chunk;
      resolve({ status: response.statusCode ?? 0, body });
    });
    sent.on("error", reject).end();
  });
}

const people = "/_emulator/api/people";
const discovery = "/.well-known/openid-configuration";
const token = "a-control-token-of-tests";

describe("by default", () => {
  test("it listens on loopback alone, answers no other name, and its control API is open", async () => {
    const { state, origin, client } = await start({});
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await ask({ path: discovery, headers: { host: "kakao:4100" } })).status).toBe(403);
    expect((await ask({ path: people })).status).toBe(200);
    expect(await client.listPeople()).toHaveLength(state.people.list().length);
  });

  test("two emulators in one process share nothing", async () => {
    const one = await start({});
    const two = await createKakaoEmulator();
    await one.client.createPerson({ loginId: "only-in-one" });
    expect((await two.client.listPeople()).map(({ loginId }) => loginId)).not.toContain(
      "only-in-one",
    );
    await two.close();
  });
});

describe("beyond this machine, when told to", () => {
  const open = { host: "0.0.0.0", allowedHosts: ["kakao"] };

  test("it answers to the names it was given", async () => {
    await start(open);
    expect((await ask({ path: discovery, headers: { host: "kakao:4100" } })).status).toBe(200);
    expect((await ask({ path: discovery, headers: { host: "evil.test" } })).status).toBe(403);
  });

  test("without a control token, the control API is closed to everybody", async () => {
    await start(open);
    for (const path of [people, "/", "/_emulator", "/_emulator/people"]) {
      expect([path, (await ask({ path })).status]).toEqual([path, 401]);
    }
    for (const authorization of ["Bearer null", "Bearer ", "Basic Og==", "Basic !"]) {
      expect((await ask({ path: people, headers: { authorization } })).status).toBe(401);
    }
  });

  test("the control token opens it, as a Bearer token or as a browser's password", async () => {
    const { client } = await start({ ...open, controlToken: token });
    expect((await ask({ path: people })).status).toBe(401);
    const wrong = { authorization: `Bearer ${token}x` };
    expect((await ask({ path: people, headers: wrong })).status).toBe(401);
    const password = Buffer.from(`tester:${token}`).toString("base64");
    const basic = { authorization: `Basic ${password}` };
    expect((await ask({ path: people, headers: basic })).status).toBe(200);
    expect((await client.listPeople()).length).toBeGreaterThan(5);
  });

  test("Kakao's own addresses need no control token", async () => {
    await start({ ...open, controlToken: token });
    expect((await ask({ path: `/oauth/authorize?${authorizeQuery()}` })).status).toBe(302);
  });
});

describe("behind a proxy", () => {
  test("the public origin is the issuer and the control API needs the token", async () => {
    await start({ publicOrigin: "https://kakao.example.com", controlToken: token });
    expect(emulator.origin).toBe("https://kakao.example.com");
    const answer = await ask({ path: discovery, headers: { host: "kakao.example.com" } });
    expect(JSON.parse(answer.body)).toMatchObject({
      issuer: "https://kakao.example.com",
      token_endpoint: "https://kakao.example.com/oauth/token",
    });
    expect((await ask({ path: people })).status).toBe(401);
  });
});

describe("https", () => {
  test("with a certificate and a key, everything is https", async () => {
    await start({ tls: makeSelfSigned() });
    expect(emulator.origin).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const { issuer } = JSON.parse((await ask({ path: discovery })).body);
    expect(issuer).toBe(emulator.origin);
  });
});
