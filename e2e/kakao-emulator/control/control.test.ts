// The control API, the ledger, the command line, and who may talk to the emulator at all.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { KakaoEmulatorClient } from "../client";
import { defaultApp } from "../defaults";
import { isLoopbackHost } from "../http/reach";
import { createKakaoEmulator } from "../server";
import { client, emulator, origin } from "../testing/test-emulator";
import { callKapi, obtainTokens, Visitor } from "../testing/test-visitor";
import { InputError } from "../world/input-error";
import { defaultSeed, readSeedFile, withRedirectUris } from "../world/seed";

function post(path: string, body: string, headers: Record<string, string> = {}) {
  const init = {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  };
  return fetch(`${origin}/_emulator/api${path}`, init);
}

/** fetch cannot lie about its Host. */
function statusWithHost(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}/_emulator/api/people`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

describe("who may talk to the emulator", () => {
  test("names that lead to this machine, and no other", async () => {
    for (const host of ["127.0.0.1:4100", "localhost", "kakao.localhost:1", "[::1]:4100"]) {
      expect(isLoopbackHost(host)).toBe(true);
    }
    const strangers = [
      "evil.test",
      "127.0.0.1.evil.test",
      "localhost.evil.test",
      "evil@localhost",
      "",
    ];
    for (const host of strangers) expect(isLoopbackHost(host)).toBe(false);
    expect(await statusWithHost("evil.test")).toBe(403);
    expect(await statusWithHost("localhost:1")).toBe(200);
  });

  test("the control API takes no form post and no page of another origin", async () => {
    const form = await post("/reset", "", { "content-type": "application/x-www-form-urlencoded" });
    expect(form.status).toBe(415);
    const text = await post("/reset", "{}", { "content-type": "text/plain" });
    expect(text.status).toBe(415);
    const foreign = await post("/reset", "{}", { origin: "http://evil.test" });
    expect(foreign.status).toBe(403);
    expect((await post("/reset", "{}", { origin })).status).toBe(200);
  });
});

describe("input", () => {
  test.each([
    ["/people", '{"id":123}', "id"],
    ["/people", '{"id":"9223372036854775808"}', "id"],
    ["/people", '{"nickName":"x"}', "nickName"],
    ["/people", "{", "(body)"],
    ["/people/1/unlink", "{}", "id"],
    [
      "/apps",
      '{"name":"x","consentItems":{"profile_nickname":"always"}}',
      "consentItems.profile_nickname",
    ],
    [
      "/apps",
      '{"name":"x","consentItems":{"account_email":"optional"}}',
      "consentItems.account_email",
    ],
    [
      "/apps",
      '{"name":"x","keys":[{"redirectUris":["https://*.a.kr/x"]}]}',
      "keys.0.redirectUris.0",
    ],
    [
      "/apps",
      '{"name":"x","business":true,"keys":[{"redirectUris":["https://*.com/x"]}]}',
      "keys.0.redirectUris.0",
    ],
    ["/apps", '{"name":"x","serviceTerms":[{"tag":"t","title":"t"}]}', "kakaoSync"],
    ["/apps", '{"name":"x","keys":[{"redirectUris":["/relative"]}]}', "keys.0.redirectUris.0"],
    ["/apps", `{"name":"x","keys":[{"key":"${defaultApp.restApiKey}"}]}`, "keys"],
    ["/faults", '{"endpoint":"nowhere"}', "endpoint"],
    ["/faults", '{"endpoint":"jwks","personId":"1"}', "personId"],
    ["/faults", '{"endpoint":"token","kakaoCode":-401}', "kakaoCode"],
    ["/faults", '{"endpoint":"token","idToken":{"alg":"RS1"}}', "idToken.alg"],
    ["/clock", "{}", "offsetSeconds"],
    ["/nowhere", "{}", "path"],
  ])("POST %s %s names the faulty field", async (path, body, field) => {
    const response = await post(path, body);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ field, message: expect.any(String) });
  });

  test("what the console refuses: an eleventh redirect URI, a sixth key of a kind", async () => {
    const redirectUris = Array.from({ length: 11 }, (_, i) => `http://localhost:${i}/callback`);
    const keys = [{ redirectUris }];
    await expect(client.createApp({ name: "x", keys })).rejects.toThrow("at most 10");
    await client.createApp({ name: "x", keys, redirectUriLimit: 11 });
    const six = Array.from({ length: 6 }, () => ({ kind: "native" as const }));
    await expect(client.createApp({ name: "x", keys: six })).rejects.toThrow("5 native keys");
    await client.createApp({ name: "x", keys: [...six.slice(1), { kind: "rest" }] });
  });

  test("ids and login ids are taken once", async () => {
    const person = await client.createPerson({ id: "42", loginId: "One" });
    expect(person).toMatchObject({ id: "42", listed: false, emailVerified: true });
    await expect(client.createPerson({ id: "42" })).rejects.toThrow("id: already taken");
    await expect(client.createPerson({ loginId: "one" })).rejects.toThrow("loginId: already taken");
  });

  test("a body beyond a megabyte is refused", async () => {
    expect((await post("/people", " ".repeat(1_100_000))).status).toBe(413);
  });
});

describe("people and apps", () => {
  test("a person made by a test has everything and an id beyond 32 bits", async () => {
    const person = await client.createPerson();
    expect(Number(person.id)).toBeGreaterThan(2 ** 31);
    expect(person).toMatchObject({ email: person.loginId, emailValid: true, under14: false });
    const page = await new Visitor(origin).authorize();
    const list = await fetch(new URL(page.headers.get("location") ?? "", origin));
    expect(await list.text()).not.toContain(person.id);
  });

  test("a deleted person's tokens are dead", async () => {
    const person = await client.createPerson();
    const { access_token } = await client.issueTokens(person.id);
    expect((await callKapi(origin, "/v2/user/me", access_token)).status).toBe(200);
    await client.deletePerson(person.id);
    expect((await callKapi(origin, "/v2/user/me", access_token)).status).toBe(401);
    await expect(client.readPerson(person.id)).rejects.toMatchObject({ status: 404 });
  });

  test("an app's shortcuts change its first key", async () => {
    const changed = await client.updateApp(defaultApp.appId, {
      redirectUris: ["http://localhost:9/x"],
      clientSecretOn: false,
      oidc: false,
    });
    expect(changed).toMatchObject({
      oidc: false,
      keys: [
        {
          key: defaultApp.restApiKey,
          clientSecretOn: false,
          redirectUris: ["http://localhost:9/x"],
        },
        { key: defaultApp.nativeAppKey, kind: "native", redirectUris: [] },
      ],
    });
    expect((await client.listApps())[0]).toEqual(changed);
  });

  test("reset goes back to the seed and keeps the signing keys", async () => {
    const jwks = async () => (await fetch(`${origin}/.well-known/jwks.json`)).text();
    const before = await jwks();
    await client.createPerson();
    await client.setClock(100);
    await client.reset();
    expect(await client.listPeople()).toHaveLength(defaultSeed.people.length);
    expect(await jwks()).toBe(before);
  });
});

describe("the ledger", () => {
  test("shows each request as received and each answer, in order, by person", async () => {
    const person = await client.createPerson();
    const { access_token } = await obtainTokens(origin, person.loginId, {
      changes: { state: "s1" },
    });
    await callKapi(origin, "/v2/user/me?secure_resource=true", access_token);
    const all = await client.readLedger();
    expect(all.map((entry) => entry.path)).toEqual([
      "/oauth/authorize",
      "/_emulator/sign-in",
      "/_emulator/consent",
      "/oauth/token",
      "/v2/user/me",
    ]);
    expect(all[0]).toMatchObject({ query: { state: "s1", response_type: "code" }, status: 302 });
    expect(all[2]?.location).toContain("?code=");
    expect(all[3]).toMatchObject({
      method: "POST",
      body: { grant_type: "authorization_code", client_secret: defaultApp.clientSecret },
      personId: person.id,
      clientId: defaultApp.restApiKey,
      status: 200,
      rule: null,
      faulty: false,
    });
    expect(all[3]?.answer).toContain(access_token);
    expect(all[4]?.headers.authorization).toBe(`Bearer ${access_token}`);
    const since = all[3]?.seq ?? 0;
    expect(await client.readLedger({ since, personId: person.id })).toEqual([all[4]]);
    expect(await client.readLedger({ personId: "1" })).toEqual([]);
    await client.clearLedger();
    expect(await client.readLedger()).toEqual([]);
  });

  test("keeps repeated parameters and bodies that are not forms", async () => {
    await fetch(`${origin}/oauth/token?a=1&a=2`, { method: "POST", body: "plain" });
    const [entry] = await client.readLedger({ path: "/oauth/token" });
    expect(entry).toMatchObject({ query: { a: ["1", "2"] }, body: {}, rawBody: "plain" });
    expect(entry).toMatchObject({ rule: "token-unknown-client", code: "KOE101" });
  });
});

describe("seeds and the command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "kakao-emulator-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  function writeSeed(text: string): string {
    const path = join(folder, "seed.json");
    writeFileSync(path, text);
    return path;
  }

  test("a seed file replaces what it names and keeps the rest", async () => {
    const seed = readSeedFile(writeSeed('{"people":[{"id":"7","nickname":"칠"}]}'));
    const seeded = await createKakaoEmulator({
      seed: withRedirectUris(seed, ["http://localhost:7/x"]),
    });
    const its = new KakaoEmulatorClient(seeded.origin);
    expect(await its.listPeople()).toMatchObject([{ id: "7", nickname: "칠", listed: true }]);
    const [app] = await its.listApps();
    expect(app?.keys[0]?.redirectUris.at(-1)).toBe("http://localhost:7/x");
    await seeded.close();
  });

  test("a seed that cannot be taken names what is wrong", async () => {
    expect(() => readSeedFile(join(folder, "none.json"))).toThrow(InputError);
    expect(() => readSeedFile(writeSeed('{"users":[]}'))).toThrow(InputError);
    const seed = { ...defaultSeed, people: [{ id: "x" }] };
    await expect(createKakaoEmulator({ seed })).rejects.toThrow(InputError);
  });

  test("a fixed issuer is used everywhere", async () => {
    const fixed = await createKakaoEmulator({ issuer: "https://kauth.example" });
    const discovery = await fetch(`${fixed.origin}/.well-known/openid-configuration`);
    expect((await discovery.json()).token_endpoint).toBe("https://kauth.example/oauth/token");
    await fixed.close();
  });

  function runCli(args: string[]) {
    const cli = join(import.meta.dirname, "..", "cli.ts");
    const child = spawn(process.execPath, ["--import", "tsx", cli, ...args]);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => (output += text));
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    return { child, ended, read: () => output };
  }

  test("starts, says what to set, and ends cleanly on a signal", async () => {
    const { child, ended, read } = runCli(["--port", "0"]);
    await expect.poll(read, { timeout: 15_000 }).toContain("KAKAO_ADMIN_KEY=");
    expect(read()).toMatch(/^Not for production: this is a Kakao emulator/);
    expect(read()).toMatch(/KAKAO_AUTH_URL=http:\/\/127\.0\.0\.1:\d+\n/);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  }, 20_000);

  test.each([
    [["--port", "x"], "--port: x is not a port"],
    [["--cert", "a.pem"], "--cert, --key: both are needed for https"],
    [["--public-origin", "kakao.example"], "--public-origin: kakao.example is not an origin"],
    [["--nowhere"], "Unknown option '--nowhere'"],
  ])(
    "%j is one sentence and exit code 1",
    async (args, sentence) => {
      const { ended, read } = runCli(args);
      expect(await ended).toBe(1);
      expect(read()).toContain(sentence);
      expect(read()).not.toContain("    at ");
    },
    20_000,
  );

  test("a port in use is one sentence and exit code 1", async () => {
    const { ended, read } = runCli(["--port", String(emulator.port)]);
    expect(await ended).toBe(1);
    expect(read().trim()).toBe(`Port ${emulator.port} is in use. Choose another with --port.`);
  }, 20_000);
});
