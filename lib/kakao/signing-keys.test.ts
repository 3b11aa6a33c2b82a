// Kakao's keys in the cache: asked for rarely, kept through an outage, renewed when they rotate
// (TV-10, TV-11, K16, K17, K18). Only the clock is not real.
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answering, startLittleServer } from "#scripts/test/little-server";

const kakao = await startLittleServer();
vi.stubEnv("KAKAO_AUTH_URL", kakao.origin);
vi.stubEnv("KAKAO_API_URL", kakao.origin);
afterAll(kakao.stop);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const pairs = {
  old: await generateKeyPair("RS256"),
  new: await generateKeyPair("RS256"),
  strange: await generateKeyPair("RS256"),
};
const elliptic = await exportJWK((await generateKeyPair("ES256")).publicKey);

type Name = keyof typeof pairs;

async function keySet(...names: Name[]) {
  const jwk = async (kid: Name) => ({
    ...(await exportJWK(pairs[kid].publicKey)),
    kid,
    use: "sig",
  });
  return { keys: await Promise.all(names.map(jwk)) };
}

let verifyIdToken: typeof import("#lib/kakao/id-token").verifyIdToken;

beforeEach(async () => {
  vi.resetModules();
  ({ verifyIdToken } = await import("#lib/kakao/id-token"));
  // Timers stay real: the network needs them.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

async function signIn(name: Name, kid: string | null = name) {
  const seconds = Math.floor(Date.now() / 1000);
  const idToken = await new SignJWT({ nonce: "n" })
    .setProtectedHeader({ alg: "RS256", ...(kid === null ? {} : { kid }) })
    .setIssuer(kakao.origin)
    .setAudience("0123456789abcdef0123456789abcdef")
    .setSubject("1")
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 100)
    .sign(pairs[name].privateKey);
  const signal = AbortSignal.timeout(3000);
  return (await verifyIdToken({ idToken, nonce: "n", accessToken: "a", signal })).kakaoId;
}

const rejected = { code: "rejected" };
const unavailable = { code: "unavailable" };

test("a hundred sign-ins at once on a cold cache ask once", async () => {
  kakao.answer(answering(200, await keySet("old")));
  await Promise.all(Array.from({ length: 100 }, () => signIn("old")));
  expect(kakao.hits.map(({ url }) => url.pathname)).toEqual(["/.well-known/jwks.json"]);
});

test("the keys are kept for an hour, and then asked for anew", async () => {
  kakao.answer(answering(200, await keySet("old")));
  await signIn("old");
  pass(HOUR - 1000);
  await signIn("old");
  expect(kakao.hits).toHaveLength(1);
  pass(1000);
  await signIn("old");
  expect(kakao.hits).toHaveLength(2);
});

describe("an unknown kid (TV-10)", () => {
  test("a rotation just before signing works: one request more (K16)", async () => {
    kakao.answer(answering(200, await keySet("old")));
    await signIn("old");
    kakao.answer(answering(200, await keySet("new", "old")));
    await expect(signIn("new")).resolves.toBe("1");
    await expect(signIn("old")).resolves.toBe("1");
    expect(kakao.hits).toHaveLength(1);
  });

  test("many at once just after a rotation: one request, and all of them work (K16)", async () => {
    kakao.answer(answering(200, await keySet("old")));
    await signIn("old");
    kakao.answer(answering(200, await keySet("new", "old")));
    const many = await Promise.all(Array.from({ length: 20 }, () => signIn("new")));
    expect(many).toEqual(Array(20).fill("1"));
    expect(kakao.hits).toHaveLength(1);
  });

  test("a flood of them asks once a minute, and is refused", async () => {
    kakao.answer(answering(200, await keySet("old")));
    await signIn("old");
    const flood = async () => {
      for (let n = 0; n < 50; n += 1)
        await expect(signIn("strange", `kid-${n}`)).rejects.toMatchObject(rejected);
    };
    await flood();
    expect(kakao.hits).toHaveLength(2);
    pass(MINUTE - 1);
    await flood();
    expect(kakao.hits).toHaveLength(2);
    pass(1);
    await flood();
    expect(kakao.hits).toHaveLength(3);
  });

  test("a failing request for one leaves the known keys in use", async () => {
    kakao.answer(answering(200, await keySet("old")));
    await signIn("old");
    kakao.answer(answering(500, ""));
    await expect(signIn("strange", "unknown")).rejects.toMatchObject(unavailable);
    await expect(signIn("old")).resolves.toBe("1");
  });
});

describe("no kid at all (TV-11)", () => {
  test("one key: it is tried", async () => {
    kakao.answer(answering(200, await keySet("old")));
    await expect(signIn("old", null)).resolves.toBe("1");
    await expect(signIn("strange", null)).rejects.toMatchObject(rejected);
  });

  test("several keys: refused, and nothing is asked again", async () => {
    kakao.answer(answering(200, await keySet("old", "new")));
    await expect(signIn("old", null)).rejects.toMatchObject(rejected);
    await expect(signIn("strange", null)).rejects.toMatchObject(rejected);
    expect(kakao.hits).toHaveLength(1);
  });
});

test("no kid and no key that fits: refused, and nothing is asked again (TV-11)", async () => {
  const { keys } = await keySet("old");
  kakao.answer(answering(200, { keys: keys.map((key) => ({ ...key, use: "enc" })) }));
  for (let n = 0; n < 2; n += 1) await expect(signIn("old", null)).rejects.toMatchObject(rejected);
  expect(kakao.hits).toHaveLength(1);
});

describe("an outage of the keys (K17)", () => {
  test("a cold cache is a clear error", async () => {
    for (const body of ["", await keySet("old")]) {
      kakao.answer(answering(503, body));
      await expect(signIn("old")).rejects.toMatchObject(unavailable);
    }
    kakao.answer(answering(200, await keySet("old")));
    await expect(signIn("old")).resolves.toBe("1");
  });

  test("known keys serve on for a day, with one request every five seconds", async () => {
    kakao.answer(answering(200, await keySet("old")));
    await signIn("old");
    kakao.answer(answering(503, ""));
    pass(HOUR);
    for (let n = 0; n < 10; n += 1) await expect(signIn("old")).resolves.toBe("1");
    expect(kakao.hits).toHaveLength(1);
    pass(5000);
    await expect(signIn("old")).resolves.toBe("1");
    expect(kakao.hits).toHaveLength(2);
    pass(23 * HOUR);
    await expect(signIn("old")).rejects.toMatchObject(unavailable);
  });
});

describe("an answer without usable keys keeps the known ones (K18)", () => {
  test.each([
    ["an empty list", { keys: [] }],
    ["no list", {}],
    ["a list of something else", { keys: ["x", null, 1] }],
    ["keys of another kind alone", { keys: [{ ...elliptic, kid: "old" }] }],
    ["HTML", "<html>"],
  ])("%s", async (_, body) => {
    kakao.answer(answering(200, await keySet("old")));
    await signIn("old");
    pass(HOUR);
    kakao.answer(answering(200, body));
    await expect(signIn("old")).resolves.toBe("1");
    expect(kakao.hits).toHaveLength(1);
  });

  test("a cold cache is a clear error", async () => {
    kakao.answer(answering(200, { keys: [] }));
    await expect(signIn("old")).rejects.toMatchObject(unavailable);
  });

  test("other keys: a token under the old one is refused", async () => {
    kakao.answer(answering(200, await keySet("strange")));
    await expect(signIn("old")).rejects.toMatchObject(rejected);
  });

  test("other keys in between: the old one serves on for its hour and no longer", async () => {
    kakao.answer(answering(200, await keySet("old")));
    await signIn("old");
    pass(HOUR / 2);
    kakao.answer(answering(200, await keySet("strange")));
    await expect(signIn("new")).rejects.toMatchObject(rejected);
    await expect(signIn("old")).resolves.toBe("1");
    await expect(signIn("strange"), "what was published meanwhile").resolves.toBe("1");
    pass(HOUR / 2 - 1);
    await expect(signIn("old")).resolves.toBe("1");
    pass(1);
    await expect(signIn("old")).rejects.toMatchObject(rejected);
  });

  test("a key of another kind beside them changes nothing (K27)", async () => {
    const { keys } = await keySet("old");
    kakao.answer(answering(200, { keys: [{ ...elliptic, kid: "e" }, ...keys, "odd"] }));
    await expect(signIn("old")).resolves.toBe("1");
  });
});

test.each([[{ use: "enc" }], [{ alg: "RS512" }]])(
  "a key that says it is for something else is not used: %j (TV-2)",
  async (change) => {
    const { keys } = await keySet("old");
    kakao.answer(answering(200, { keys: keys.map((key) => ({ ...key, ...change })) }));
    await expect(signIn("old")).rejects.toMatchObject(rejected);
  },
);
