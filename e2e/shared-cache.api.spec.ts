// A cache in front of the app that everybody shares: somebody signed in reads everything through
// it, and then a stranger asks for the same.
import { randomUUID } from "node:crypto";
import { baseUrl, callbackPath } from "./addresses";
import { expect, test } from "./fixtures";
import { signInNatively } from "./native-steps";
import { type SharedCache, startSharedCache } from "./shared-cache";
import { signIn } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

const paths = [
  "/",
  "/account",
  "/account?x=1",
  "/account/x.css",
  "/account/x.js",
  "/account.css",
  "/account;x.css",
  "/account%2Fx.css",
  "/account/devices",
  "/sign-in",
  "/sign-in/x.png",
  "/developers",
  "/unavailable",
  "/nowhere",
  "/api/me",
  "/api/me/x.css",
  "/api/auth/session",
  "/api/auth/csrf",
  "/api/auth/csrf.css",
  `${callbackPath}?code=x&state=y`,
  "/api/health/ready",
  "/manifest.webmanifest",
];

const variants: Array<Record<string, string>> = [
  {},
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/account/__PAGE__" },
  { accept: "text/css,*/*" },
];

async function readAll(through: SharedCache, visitor: Visitor): Promise<string[]> {
  const answers: string[] = [];
  for (const path of paths)
    for (const variant of variants) {
      const answer = await visitor.send(`${through.url}${path}`, { headers: variant });
      expect(path === "/unavailable" || answer.status < 500, path).toBe(true);
      answers.push(`${path} ${JSON.stringify([variant, answer.headers])} ${answer.body}`);
    }
  return answers;
}

test("a stranger behind a shared cache sees nothing of the person before (WB-10)", async ({
  createPerson,
  kakao,
}) => {
  const canary = `canary${randomUUID()}`;
  const person = await createPerson({ nickname: canary });
  const through = await startSharedCache(baseUrl());
  try {
    const visitor = new Visitor();
    await signIn(visitor, person);
    const { access_token } = await signInNatively(kakao, person);
    const own = await readAll(through, visitor);
    expect(own.filter((text) => text.includes(canary)).length, "it is shown").toBeGreaterThan(4);
    const bearer = { authorization: `Bearer ${access_token}` };
    await visitor.send(`${through.url}/api/me`, { headers: bearer });
    const strangers = await readAll(through, new Visitor());
    const secrets = [canary, visitor.cookies().get("session") ?? "no session", access_token];
    for (const secret of secrets)
      expect(strangers.filter((text) => text.includes(secret))).toEqual([]);
    // Only what the build made, and redirects to a better spelling, are everybody's.
    const kept = through.kept().filter((path) => path !== "/manifest.webmanifest");
    expect(kept, "nothing that depends on a cookie is kept").toEqual([]);
  } finally {
    await through.close();
  }
});

for (const path of ["/account/x.css", "/account/x.js", "/account/icon.svg", "/api/me/x.css"])
  test(`${path} is not there, and no page stands in for it (WB-10)`, async ({ person }) => {
    const visitor = new Visitor();
    await signIn(visitor, person);
    const answer = await visitor.send(`${baseUrl()}${path}`);
    expect(answer.status).toBe(404);
    expect(answer.headers["cache-control"]).toContain("no-store");
    expect(answer.body).not.toContain(person.nickname);
  });

test("the cache of these tests does keep what it may", async () => {
  const through = await startSharedCache(baseUrl());
  const { body } = await send(`${through.url}/`);
  const script = /src="(\/_next\/static\/[^"]+)"/.exec(body)?.[1] ?? "no script";
  await send(`${through.url}${script}`);
  expect(through.kept()).toEqual([script]);
  await through.close();
});
