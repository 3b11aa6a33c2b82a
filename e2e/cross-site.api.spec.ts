// Every route that changes something, asked from everywhere but a page of ours, in every kind of
// body: nothing changes, with or without a session's own form token.
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { refresh, signInNatively, tokensIn } from "./native-steps";
import { readCsrfToken, readMe, signIn } from "./sign-in-steps";
import { type Answer, Visitor } from "./visitor";

const strangers: Array<[string, Record<string, string>]> = [
  ["another site", { origin: "https://evil.test", "sec-fetch-site": "cross-site" }],
  ["a sister site", { origin: "https://sister.localhost", "sec-fetch-site": "same-site" }],
  ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }],
  ["another site's old browser", { origin: "https://evil.test" }],
  ["a sandboxed frame's old browser", { origin: "null" }],
  ["a page that hides where it is", { "sec-fetch-site": "cross-site" }],
  ["nobody says where", {}],
];

const types = [
  "application/x-www-form-urlencoded",
  "text/plain",
  "application/json",
  "multipart/form-data; boundary=b",
];

function bodyOf(type: string, fields: Record<string, string>): string {
  if (type === "application/json") return JSON.stringify(fields);
  if (type.startsWith("multipart"))
    return Object.entries(fields)
      .map(
        ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
      )
      .concat("--b--\r\n")
      .join("\r\n");
  return new URLSearchParams(fields).toString();
}

for (const [name, headers] of strangers)
  test(`from ${name} no route changes anything, whatever the body (WB-2, WB-3)`, async ({
    person,
    kakao,
  }) => {
    const visitor = new Visitor();
    await signIn(visitor, person);
    const csrfToken = await readCsrfToken(visitor);
    const app = await signInNatively(kakao, person);
    const since = (await kakao.readLedger()).at(-1)?.seq ?? 0;
    const routes: Array<[path: string, fields: Record<string, string>]> = [
      ["/api/auth/signin/kakao", { csrfToken }],
      ["/api/auth/signout", { csrfToken }],
      ["/account/devices", { csrfToken, device: "all" }],
      ["/language", { csrfToken, locale: "en" }],
      ["/api/csp-report", {}],
    ];
    // An app says nothing of where it is, and has no cookie that somebody else could use.
    if (name !== "nobody says where")
      for (const path of ["/api/token", "/api/token/refresh", "/api/token/revoke"])
        routes.push([path, { refresh_token: app.refresh_token }]);
    const answers: Array<[string, Answer]> = [];
    for (const [path, fields] of routes)
      for (const type of types) {
        const sent = { ...headers, "content-type": type };
        const body = bodyOf(type, fields);
        const url = `${baseUrl()}${path}`;
        const answer = await visitor.send(url, { method: "POST", headers: sent, body });
        answers.push([`${path} ${type}`, answer]);
      }
    for (const [what, answer] of answers) {
      expect(answer.status, what).toBe(403);
      expect(JSON.parse(answer.body).message, what).toBe("FORBIDDEN_ORIGIN");
      expect(answer.setCookies, what).toEqual([]);
    }
    expect(await readMe(visitor)).not.toBeNull();
    tokensIn(await refresh(app.refresh_token));
    expect(await kakao.readLedger({ since, personId: person.id }), "Kakao hears nothing").toEqual(
      [],
    );
  });

for (const path of [
  "/api/token",
  "/api/token/refresh",
  "/api/token/revoke",
  "/api/auth/signout",
  "/account",
  "/account/devices",
  "/language",
  "/api/csp-report",
  "/",
])
  test(`${path} shares nothing with other origins (WB-5)`, async ({ person }) => {
    const visitor = new Visitor();
    await signIn(visitor, person);
    for (const origin of ["https://evil.test", "null", `${baseUrl()}.evil.test`])
      for (const method of ["GET", "OPTIONS", "POST"]) {
        const asked = { "access-control-request-method": "POST", "sec-fetch-site": "cross-site" };
        const headers = { origin, ...asked };
        const answer = await visitor.send(`${baseUrl()}${path}`, { method, headers });
        const shared = Object.keys(answer.headers).filter((one) =>
          one.startsWith("access-control"),
        );
        expect(shared, `${method} from ${origin}`).toEqual([]);
        expect(JSON.stringify(answer.headers), "no origin is repeated").not.toContain("evil.test");
      }
  });
