// The examples of docs/native-clients.md against the production build, word for word, and the rules
// that its TypeScript client promises to keep.
import {
  HumblebugClient,
  HumblebugRefused,
  HumblebugSignedOut,
  type HumblebugTokens,
  HumblebugUnavailable,
  type TokenStore,
} from "../docs/clients/humblebug-client";
import { baseUrl } from "./addresses";
import {
  hasCurl,
  importExample,
  readExamples,
  replay,
  runInShell,
  type Variables,
} from "./documented-examples";
import { expect, test } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { idTokenOf, junkToken, kakaoTokenOf, meWith, signInNatively } from "./native-steps";
import { type Answer, send } from "./visitor";

type Person = { id: string };
type Run = (command: string, variables: Variables) => Answer | Promise<Answer>;

const commands = readExamples("sh").filter((code) => code.startsWith("curl"));
const runners: Array<[name: string, run: Run]> = [["replayed", replay]];
if (hasCurl()) runners.push(["in a shell", runInShell]);

async function variablesFor(kakao: KakaoEmulatorClient, person: Person): Promise<Variables> {
  const session = await signInNatively(kakao, person);
  const NONCE = crypto.randomUUID();
  return {
    BASE_URL: baseUrl(),
    KAKAO_ACCESS_TOKEN: await kakaoTokenOf(kakao, person),
    ID_TOKEN: await idTokenOf(kakao, person, NONCE),
    NONCE,
    ACCESS_TOKEN: session.access_token,
    REFRESH_TOKEN: session.refresh_token,
  };
}

test("there are the five curl examples, and the Korean page has the same ones of every kind", () => {
  expect(commands).toHaveLength(5);
  for (const language of ["sh", "js", "ts", "dart", "swift", "kotlin"]) {
    const korean = readExamples(language, "docs/native-clients.ko.md");
    expect(korean, language).toEqual(readExamples(language));
    expect(korean.length, language).toBeGreaterThan(0);
  }
});

for (const [name, run] of runners)
  for (const [at, command] of commands.entries())
    test(`curl example ${at + 1} works, ${name}`, async ({ kakao, person }) => {
      const answer = await run(command, await variablesFor(kakao, person));
      expect(answer.status, answer.body).toBe(200);
      const body = JSON.parse(answer.body);
      if (command.includes("/api/me")) expect(body.user.nickname).not.toBeNull();
      else expect(body.message).toBe("SUCCESS");
    });

test("the curl commands of /developers work as they stand there", async ({ kakao, person }) => {
  const { body } = await send(`${baseUrl()}/developers`);
  const blocks = [...body.matchAll(/<pre[^>]*>(curl [\s\S]*?)<\/pre>/g)].map(([, code = ""]) =>
    code.replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  );
  expect(blocks).toHaveLength(7);
  for (const command of blocks) {
    const answer = await replay(command, await variablesFor(kakao, person));
    expect(answer.status, command).toBe(200);
  }
});

test("the fetch example of a server works, and says why when it does not", async ({
  kakao,
  person,
}) => {
  const [, code = ""] = readExamples("js");
  const example = await importExample(code, "mjs");
  const tokens = await example.signIn(baseUrl(), await kakaoTokenOf(kakao, person));
  expect(await example.readUser(baseUrl(), tokens.access_token)).toEqual(tokens.user);
  expect(await example.readUser(baseUrl(), "nobody.knows.it")).toBeNull();
  await expect(example.signIn(baseUrl(), junkToken())).rejects.toThrow(/^404 NOT_FOUND_IN_KAKAO/);
});

test("the TypeScript example works", async ({ kakao, createPerson }) => {
  const person = await createPerson({ nickname: "예시" });
  const [code = ""] = readExamples("ts");
  const { greet } = await importExample(code, "mts");
  const store = newStore();
  expect(await greet(baseUrl(), store, await kakaoTokenOf(kakao, person))).toBe("Welcome, 예시");
  expect(await store.load()).toBeNull();
});

function newStore(): TokenStore {
  let kept: HumblebugTokens | null = null;
  return {
    load: async () => kept,
    save: async (tokens) => {
      kept = tokens;
    },
    clear: async () => {
      kept = null;
    },
  };
}

/** The client on the real server, behind a line on which answers can be exchanged for others. */
function newClient(patienceSeconds?: number) {
  const store = newStore();
  const asked: string[] = [];
  const instead: Array<[path: string, answer: () => Response | Promise<Response>]> = [];
  const line: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    asked.push(pathname);
    const at = instead.findIndex(([path]) => path === pathname);
    const [found] = at < 0 ? [] : instead.splice(at, 1);
    return found ? found[1]() : fetch(input, init);
  };
  const client = new HumblebugClient({ baseUrl: baseUrl(), store, fetch: line, patienceSeconds });
  const count = (path: string) => asked.filter((one) => one === path).length;
  return { client, store, instead, count };
}

const stale = async (store: TokenStore, change: Partial<HumblebugTokens>) => {
  const tokens = await store.load();
  if (tokens) await store.save({ ...tokens, ...change });
};
const refreshPath = "/api/token/refresh";
const busy = (seconds: string) => () =>
  new Response("{}", { status: 503, headers: { "retry-after": seconds } });

test.describe("the TypeScript client", () => {
  test("signs in by id_token, and out so that the old token is worth nothing", async ({
    kakao,
    person,
  }) => {
    const { client, store } = newClient();
    const user = await client.signInWithIdToken(await idTokenOf(kakao, person, "n"), "n");
    expect(await client.me()).toEqual(user);
    const tokens = await store.load();
    await client.signOut();
    expect(await store.load()).toBeNull();
    expect((await meWith(`Bearer ${tokens?.accessToken}`)).status).toBe(401);
    await expect(client.me()).rejects.toThrow(HumblebugSignedOut);
  });

  test("says which refusal it was, and keeps nothing", async () => {
    const { client, store } = newClient();
    const refused = await client.signInWithAccessToken(junkToken()).catch((error) => error);
    expect(refused).toBeInstanceOf(HumblebugRefused);
    expect(refused).toMatchObject({ status: 404, code: "NOT_FOUND_IN_KAKAO" });
    expect(refused.requestId).toMatch(/^[0-9a-f-]{13}$/);
    expect(await store.load()).toBeNull();
  });

  for (const [name, change] of [
    ["a 401", { accessToken: "nobody.knows.it" }],
    ["an access token near its end", { expiresAt: 0 }],
  ] as const)
    test(`refreshes once for ten calls that meet ${name}, and repeats them`, async ({
      kakao,
      person,
    }) => {
      const { client, store, count } = newClient();
      const user = await client.signInWithAccessToken(await kakaoTokenOf(kakao, person));
      await stale(store, change);
      const answers = await Promise.all(Array.from({ length: 10 }, () => client.me()));
      expect(answers).toEqual(Array(10).fill(user));
      expect(count(refreshPath)).toBe(1);
    });

  test("after a refresh that is refused nobody is signed in, and nothing is asked again", async ({
    kakao,
    person,
  }) => {
    const { client, store, count } = newClient();
    await client.signInWithAccessToken(await kakaoTokenOf(kakao, person));
    await stale(store, { accessToken: "nobody.knows.it", refreshToken: "nor-this-one-either" });
    await expect(client.me()).rejects.toThrow(HumblebugSignedOut);
    expect(await store.load()).toBeNull();
    expect(count(refreshPath)).toBe(1);
  });

  test("waits as long as Retry-After says, then goes on", async ({ kakao, person }) => {
    const { client, instead, store } = newClient();
    await client.signInWithAccessToken(await kakaoTokenOf(kakao, person));
    await stale(store, { expiresAt: 0 });
    instead.push([refreshPath, busy("1")]);
    const startedAt = Date.now();
    await client.me();
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(990);
  });

  test("gives up without ending the session when it would wait too long", async ({
    kakao,
    person,
  }) => {
    const { client, instead, store, count } = newClient();
    const user = await client.signInWithAccessToken(await kakaoTokenOf(kakao, person));
    await stale(store, { expiresAt: 0 });
    instead.push([refreshPath, busy("60")]);
    const failure = await client.me().catch((error) => error);
    expect(failure).toBeInstanceOf(HumblebugUnavailable);
    expect(failure).toMatchObject({ retryAfterSeconds: 60 });
    expect(count(refreshPath)).toBe(1);
    expect(await client.me(), "the session lives on").toEqual(user);
  });

  test("a lost answer of a refresh is asked for again, and the session lives on", async ({
    kakao,
    person,
  }) => {
    const { client, instead, store } = newClient();
    const user = await client.signInWithAccessToken(await kakaoTokenOf(kakao, person));
    await stale(store, { expiresAt: 0 });
    const tokens = await store.load();
    instead.push([
      refreshPath,
      async () => {
        const body = JSON.stringify({ refresh_token: tokens?.refreshToken });
        const headers = { "content-type": "application/json" };
        await fetch(`${baseUrl()}${refreshPath}`, { method: "POST", headers, body });
        throw new TypeError("the line broke");
      },
    ]);
    expect(await client.me()).toEqual(user);
  });

  test("a sign-out that is not certain is not reported as one", async ({ kakao, person }) => {
    const { client, instead, store } = newClient(0);
    await client.signInWithAccessToken(await kakaoTokenOf(kakao, person));
    instead.push(["/api/token/revoke", busy("5")]);
    await expect(client.signOut()).rejects.toThrow(HumblebugUnavailable);
    expect(await store.load()).not.toBeNull();
    await client.signOut();
    expect(await store.load()).toBeNull();
  });
});
