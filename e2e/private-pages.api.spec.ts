// Private pages are private where the data is read, not only in front of it: no header, path or
// cached answer shows them to a session that has ended (ST-11).
import { randomUUID } from "node:crypto";
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { readCsrfToken, signIn } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

const tricks: Array<[string, Record<string, string>]> = [
  ["/account", { rsc: "1" }],
  ["/account", { rsc: "1", "next-router-prefetch": "1" }],
  ["/account", { rsc: "1", "next-router-segment-prefetch": "/_tree" }],
  ["/account", { rsc: "1", "next-router-segment-prefetch": "/account/__PAGE__" }],
  ["/account?_rsc=abc", { rsc: "1" }],
  ["/account", { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" }],
  ["/account", { "x-middleware-subrequest": "src/middleware:src/middleware" }],
  ["/account", { "x-pathname": "/", "x-nonce": "x", "x-request-id": "x" }],
  ["/account", { "x-forwarded-uri": "/", "x-original-url": "/", "x-rewrite-url": "/" }],
  ["/account.rsc", {}],
  ["/account.segments/_tree.segment.rsc", {}],
  ["/_next/data/build/account.json", {}],
  ["/_next/data/build/account.json", { "x-nextjs-data": "1" }],
  ["/_next/image?url=%2Faccount&w=64&q=75", {}],
  ["/account", { "next-action": `40${"a".repeat(40)}`, accept: "text/x-component" }],
  ["/account", { "x-middleware-rewrite": "/account", "x-middleware-next": "1" }],
  [
    "/account",
    { "next-url": "/account", "x-matched-path": "/account", "x-now-route-matches": "1" },
  ],
  ["/%61ccount", {}],
  ["/account%2e", {}],
  ["//account", {}],
  ["/./account", {}],
  ["/account.", {}],
  ["/account%2E", {}],
  ["/%2e/account", {}],
  ["/x/../account", {}],
  ["/account/", {}],
  ["/account/.", {}],
  ["/account/x.css", {}],
  ["/ACCOUNT", {}],
  ["/account?__nextLocale=ko&nxtPslug=x", {}],
];

for (const [path, headers] of tricks)
  test(`${path} with ${JSON.stringify(headers)} shows nothing private to an ended session (ST-11, WB-10)`, async ({
    createPerson,
  }) => {
    const canary = `canary${randomUUID()}`;
    const person = await createPerson({ nickname: canary });
    const visitor = new Visitor();
    await signIn(visitor, person);
    const token = visitor.cookies().get("session") ?? "";
    const own = await visitor.send(`${baseUrl()}/account`);
    expect(own.body, "the owner sees it").toContain(canary);
    await visitor.send(`${baseUrl()}${path}`, { headers });
    const csrfToken = await readCsrfToken(visitor);
    await visitor.post(`${baseUrl()}/api/auth/signout`, { csrfToken });
    for (const cookie of [`session=${token}`, ""])
      for (const at of [baseUrl(), secondUrl()]) {
        const answer = await send(`${at}${path}`, { headers: { ...headers, cookie } });
        expect(answer.status).toBeLessThan(500);
        expect(answer.body + JSON.stringify(answer.headers)).not.toContain(canary);
      }
  });
