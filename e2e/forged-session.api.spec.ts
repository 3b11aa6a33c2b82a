// Tokens signed with the right key that are wrong in one thing, and tokens signed with another key.
// Each is sent to both instances; the first line of each test shows that the forging itself works.
import { generateKeyPairSync, sign } from "node:crypto";
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { decode, encode, forge, keyFor, kidFor, type Parts, purposeOf } from "./forge";
import { signInNatively } from "./native-steps";
import { firstInstanceEnvironment } from "./own-app";
import { signIn } from "./sign-in-steps";
import { type Answer, send, Visitor } from "./visitor";

const now = () => Math.floor(Date.now() / 1000);
const DAY = 86_400;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

type Kind = keyof typeof purposeOf;
type Forgery = [name: string, parts: Parts];

const otherAlgorithms: Forgery[] = [
  ["HS384", { header: { alg: "HS384" }, hash: "sha384" }],
  ["HS512", { header: { alg: "HS512" }, hash: "sha512" }],
  ["HS512 called HS256", { hash: "sha512" }],
  ["none with a signature", { header: { alg: "none" } }],
  ["no alg", { header: { alg: undefined } }],
  ["hs256 in small letters", { header: { alg: "hs256" } }],
];

const without = (...names: string[]): Forgery[] =>
  names.map((name) => [`no ${name}`, { payload: { [name]: undefined } }]);
const odd = (name: string, ...values: unknown[]): Forgery[] =>
  values.map((value) => [`${name} ${JSON.stringify(value)}`, { payload: { [name]: value } }]);

const wrongClaims: Forgery[] = [
  ...without("sub", "sid", "iss", "aud", "iat", "exp"),
  ...odd("sub", { id: 1 }, ["x"], 1, "", null, "3956953872"),
  ...odd("sid", 1, "", null, ["x"], "x".repeat(43)),
  ...odd("iss", "https://evil.test", "x", ["x"], null),
  ...odd("aud", "app", ["web", "native"], null, "WEB"),
  ...odd("iat", "1", null, 1.5),
  ...odd("exp", "9999999999", null, 1.5, 1),
  ["iat in ten minutes", { payload: { iat: now() + 600, exp: now() + 900 } }],
  ["nbf to come", { payload: { nbf: now() + 100 } }],
  ["a claim nobody knows", { payload: { admin: true } }],
  ["typ JWT", { header: { typ: "JWT" } }],
  ["no typ", { header: { typ: undefined } }],
  ["a critical header nobody knows", { header: { crit: ["x"], x: 1 } }],
  ["a key in its header", { header: { jwk: { kty: "oct", k: "AAAA" } } }],
  ["no kid", { header: { kid: undefined } }],
  ["a kid of nobody's", { header: { kid: "AAAAAAAA" } }],
];

/** Who the token signs in, as the instance says: a status. */
function ask(kind: Kind, token: string, at: string): Promise<Answer> {
  const headers: Record<string, string> =
    kind === "web" ? { cookie: `session=${token}` } : { authorization: `Bearer ${token}` };
  return send(`${at}/api/me`, { headers });
}

async function expectRefused(kind: Kind, name: string, token: string): Promise<void> {
  for (const at of [baseUrl(), secondUrl()]) {
    const answer = await ask(kind, token, at);
    expect(answer.status, name).toBe(401);
    if (kind === "web")
      expect(answer.setCookies[0], `${name} is taken back`).toMatch(/^session=; .*Max-Age=0/);
  }
}

for (const kind of ["web", "native"] as const) {
  const genuine = test.extend<{ token: string }>({
    token: async ({ person, kakao }, use) => {
      const visitor = new Visitor();
      if (kind === "web") await signIn(visitor, person);
      const token =
        kind === "web"
          ? (visitor.cookies().get("session") ?? "")
          : (await signInNatively(kakao, person)).access_token;
      const copy = await ask(kind, forge(token, kind), secondUrl());
      expect(copy.status, "signed again unchanged it is as good as the genuine one").toBe(200);
      await use(token);
    },
  });

  genuine(`a ${kind} token of another algorithm than HS256 is 401 (ST-1)`, async ({ token }) => {
    for (const [name, parts] of otherAlgorithms)
      await expectRefused(kind, name, forge(token, kind, parts));
    const [, payload] = token.split(".");
    const header = { ...decode(token.split(".")[0]), alg: "RS256" };
    const input = `${encode(header)}.${payload}`;
    const mac = sign("sha256", Buffer.from(input), privateKey).toString("base64url");
    await expectRefused(kind, "RS256", `${input}.${mac}`);
    for (const alg of ["none", "None", "NONE", ""])
      await expectRefused(kind, `alg ${alg}`, `${encode({ ...header, alg })}.${payload}.`);
  });

  genuine(`a ${kind} token lacking or bending one claim is 401 (ST-2, ST-4)`, async ({ token }) => {
    for (const [name, parts] of wrongClaims)
      await expectRefused(kind, name, forge(token, kind, parts));
  });

  genuine(`a ${kind} token past its time is 401, whoever signed it (ST-7)`, async ({ token }) => {
    const lifetime = kind === "web" ? 30 * DAY : 30 * 60;
    const claimed = (iat: number, exp: number) => forge(token, kind, { payload: { iat, exp } });
    const last = await ask(kind, claimed(now() - lifetime + 60, now() + 60), baseUrl());
    expect(last.status, "in its last minute").toBe(200);
    await expectRefused(kind, "over", claimed(now() - lifetime - 1, now() - 1));
    await expectRefused(kind, "a second too long", claimed(now(), now() + lifetime + 1));
  });

  genuine(
    `a ${kind} token under another key than its own is 401 (ST-3, ST-5)`,
    async ({ token }) => {
      const secret = firstInstanceEnvironment().AUTH_SECRET ?? "";
      for (const key of [secret, Buffer.from(secret, "base64"), "", Buffer.alloc(32)])
        await expectRefused(kind, "the raw secret", forge(token, kind, { key }));
      const purposes = [...Object.values(purposeOf), "session id", "native refresh", "form token"];
      for (const purpose of [...purposes, "sign-in flow", "auth.js checks", "client address"]) {
        if (purpose === purposeOf[kind]) continue;
        const key = keyFor(purpose);
        await expectRefused(kind, purpose, forge(token, kind, { key }));
        const header = { kid: kidFor(purpose) };
        await expectRefused(kind, purpose, forge(token, kind, { key, header }));
      }
    },
  );
}

test("a web token dressed as a native one, and the reverse, are 401 (ST-5)", async ({
  person,
  kakao,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const web = visitor.cookies().get("session") ?? "";
  const native = (await signInNatively(kakao, person)).access_token;
  for (const [kind, model, other, token] of [
    ["native", native, "web", web],
    ["web", web, "native", native],
  ] as const) {
    const [{ typ, kid }, claims] = model.split(".").slice(0, 2).map(decode);
    const { aud, ...rest } = claims;
    const dressed = { header: { typ }, payload: claims };
    await expectRefused(kind, "under its own key", forge(token, other, dressed));
    const named = { ...dressed, header: { typ, kid } };
    await expectRefused(kind, "naming the other key", forge(token, other, named));
    const untyped = { header: { kid }, payload: claims };
    await expectRefused(kind, "with its own type", forge(token, kind, untyped));
    const misaddressed = { header: { typ, kid }, payload: rest };
    await expectRefused(kind, "with its own audience", forge(token, kind, misaddressed));
    expect((await ask(kind, forge(token, kind, named), baseUrl())).status, "all changed").toBe(200);
  }
});
