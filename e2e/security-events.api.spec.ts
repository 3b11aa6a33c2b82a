// What an operator must be able to find: each thing that matters for security is one line of the log,
// with its time, its request and, where somebody is known, our own id of the user (SE-8).
import { baseUrl, callbackPath } from "./addresses";
import { expect, test } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { exchange, refresh, revoke, signInNatively, tokensIn } from "./native-steps";
import { readAppLog } from "./server-log";
import { readCsrfToken, readMe, referenceOf, signIn } from "./sign-in-steps";
import { type Answer, Visitor } from "./visitor";

type Told = { requestId: string; user?: string };
type Tools = { kakao: KakaoEmulatorClient; person: { id: string; loginId: string } };
type Happening = [event: string, provoke: (tools: Tools) => Promise<Told>];

/** Told, and nothing that an auditor asks about. */
const NO_AUDIT = new Set(["sign_in.started", "request.refused"]);

const byHeader = ({ headers }: Answer): Told => ({ requestId: String(headers["x-request-id"]) });

async function signedIn({ person }: Tools) {
  const visitor = new Visitor();
  const answer = await signIn(visitor, person);
  return { visitor, answer, user: (await readMe(visitor))?.id };
}

async function signOutBy(tools: Tools, path: string, form: Record<string, string>): Promise<Told> {
  const { visitor, user } = await signedIn(tools);
  const csrfToken = await readCsrfToken(visitor);
  const answer = await visitor.post(`${baseUrl()}${path}`, { ...form, csrfToken });
  expect(answer.status).toBe(303);
  return { ...byHeader(answer), user };
}

const happenings: Happening[] = [
  [
    "sign_in.started",
    async () => byHeader(await new Visitor().post(`${baseUrl()}/api/auth/signin/kakao`)),
  ],
  [
    "sign_in.succeeded",
    async (tools) => {
      const { answer, user } = await signedIn(tools);
      return { ...byHeader(answer), user };
    },
  ],
  [
    "sign_in.refused",
    async () => {
      const answer = await new Visitor().send(`${baseUrl()}${callbackPath}?code=x&state=y`);
      return { requestId: referenceOf(answer) };
    },
  ],
  ["sign_out.here", (tools) => signOutBy(tools, "/api/auth/signout", {})],
  ["sign_out.everywhere", (tools) => signOutBy(tools, "/account/devices", { device: "all" })],
  ["exchange.refused", async () => byHeader(await exchange("a-token-that-kakao-has-never-seen"))],
  [
    "native.refresh_reused",
    async ({ kakao, person }) => {
      const first = await signInNatively(kakao, person);
      const second = tokensIn(await refresh(first.refresh_token));
      await refresh(second.refresh_token);
      const { user } = first;
      return { ...byHeader(await refresh(first.refresh_token)), user: user.id };
    },
  ],
  [
    "native.revoked",
    async ({ kakao, person }) => {
      const { refresh_token, user } = await signInNatively(kakao, person);
      return { ...byHeader(await revoke(refresh_token)), user: user.id };
    },
  ],
  [
    "request.refused",
    async (tools) => {
      const { visitor } = await signedIn(tools);
      const headers = { origin: "https://evil.test", "sec-fetch-site": "cross-site" };
      return byHeader(await visitor.post(`${baseUrl()}/api/auth/signout`, {}, headers));
    },
  ],
  [
    "rate_limit.reached",
    async ({ kakao, person }) => {
      const { refresh_token } = await signInNatively(kakao, person);
      await Promise.all(Array.from({ length: 30 }, () => refresh(refresh_token)));
      const limited = await refresh(refresh_token);
      expect(limited.status).toBe(429);
      return byHeader(limited);
    },
  ],
];

for (const [event, provoke] of happenings)
  test(`${event} is one line with its time, its request and its user (SE-8, SE-6)`, async ({
    kakao,
    person,
  }) => {
    const { requestId, user } = await provoke({ kakao, person });
    expect(requestId).toMatch(/^[0-9a-f-]{13}$/);
    const find = () =>
      readAppLog().filter((line) => line.includes(requestId) && line.includes(event));
    await expect.poll(() => find().length).toBe(1);
    const line = JSON.parse(find()[0] ?? "{}");
    expect(line.event).toBe(event);
    expect(line.audit, "in the audit trail").toBe(NO_AUDIT.has(event) ? undefined : true);
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    if (user !== undefined) expect(line.user).toBe(user);
    expect(JSON.stringify(line)).not.toContain(person.id);
  });
