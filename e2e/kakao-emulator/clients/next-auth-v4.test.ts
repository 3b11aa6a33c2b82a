// next-auth v4 with its stock Kakao provider: only the addresses are replaced by the emulator's.
import type { RequestListener } from "node:http";
import NextAuth, { type NextAuthOptions } from "next-auth-v4";
import Kakao from "next-auth-v4/providers/kakao";
import { expect, vi } from "vitest";
import { startAppServer } from "./app-server";
import { AppVisitor } from "./app-visitor";
import { clientTest } from "./client-test";
import { control, everything, origin, readLast, registerApp, visitKakao } from "./emulated-kakao";
import { servePagesRoute } from "./pages-route";

type Session = { user?: { name?: string; email?: string; image?: string } };
type ProviderOptions = Parameters<typeof Kakao>[0];
type Seen = { errors: string[]; accounts: string[] };

function makeListener(options: ProviderOptions, seen: Seen): RequestListener {
  const auth: NextAuthOptions = {
    providers: [
      Kakao({
        authorization: `${origin}/oauth/authorize?scope`,
        token: `${origin}/oauth/token`,
        userinfo: `${origin}/v2/user/me`,
        ...options,
      }),
    ],
    secret: "a secret of nobody, long enough for a test",
    logger: {
      error: (_code, metadata) => void seen.errors.push(readMessage(metadata)),
      warn: () => {},
    },
    events: { signIn: ({ account }) => void seen.accounts.push(account?.providerAccountId ?? "") },
  };
  return servePagesRoute("/api/auth/", (request, response) => NextAuth(request, response, auth));
}

function readMessage(metadata: Error | { error?: Error }): string {
  return (metadata instanceof Error ? metadata : metadata.error)?.message ?? "";
}

async function signIn(
  oidc: boolean,
  person: { loginId: string },
  options: Partial<ProviderOptions> = {},
) {
  const seen: Seen = { errors: [], accounts: [] };
  const appOrigin = await startAppServer(async (own) => {
    const app = await registerApp({ oidc, redirectUri: `${own}/api/auth/callback/kakao` });
    return makeListener({ ...app, ...options }, seen);
  });
  vi.stubEnv("NEXTAUTH_URL", appOrigin);
  const visitor = new AppVisitor(appOrigin);
  const { csrfToken } = await visitor.readJson<{ csrfToken: string }>("/api/auth/csrf");
  const started = await visitor.post("/api/auth/signin/kakao", { csrfToken });
  const back = await visitKakao(started.headers.get("location") ?? "", person, everything);
  const landed = await visitor.follow(back);
  const session = await visitor.readJson<Session>("/api/auth/session");
  vi.unstubAllEnvs();
  return { appOrigin, landed, session, seen };
}

/** What the documentation of v4 tells people to add when their provider sends ID tokens. */
const idTokenOptions = () => ({
  wellKnown: `${origin}/.well-known/openid-configuration`,
  idToken: true,
  profile: (claims: object) => {
    const { sub, nickname, email, picture } = claims as Record<string, string>;
    return { id: sub ?? "", name: nickname, email, image: picture };
  },
});

clientTest("next-auth-v4", "OIDC off: signs in, with an empty scope and state alone", async () => {
  const person = await control.createPerson();
  const { appOrigin, landed, session, seen } = await signIn(false, person);
  expect(landed.origin).toBe(appOrigin);
  expect(landed.search).toBe("");
  expect(session.user).toEqual({
    name: person.nickname,
    email: person.email,
    image: person.imageUrl,
  });
  expect(seen).toEqual({ errors: [], accounts: [person.id] });
  const { query } = await readLast("/oauth/authorize");
  expect(query).toMatchObject({ scope: "", state: expect.any(String) });
  expect(query).not.toHaveProperty("code_challenge");
  const token = await readLast("/oauth/token");
  expect(token.body.client_secret).toBeTypeOf("string");
  expect(token.headers.authorization).toBeUndefined();
  return { signedInAs: person.id };
});

clientTest("next-auth-v4", "OIDC on: fails at the ID token it did not expect (E1)", async () => {
  const { landed, session, seen } = await signIn(true, await control.createPerson());
  expect(landed.searchParams.get("error")).toBe("OAuthCallback");
  expect(session).toEqual({});
  expect(seen.errors[0]).toContain("id_token detected in the response");
  return { failsAsAgainstKakao: seen.errors[0] ?? "" };
});

clientTest("next-auth-v4", "OIDC on: signs in with idToken and a profile of claims", async () => {
  const person = await control.createPerson();
  const { session, seen } = await signIn(true, person, idTokenOptions());
  expect(session.user).toMatchObject({ name: person.nickname, email: person.email });
  expect(seen).toEqual({ errors: [], accounts: [person.id] });
  return { signedInAs: person.id };
});

clientTest("next-auth-v4", "OIDC off: the same options fail (E1)", async () => {
  const { landed, seen } = await signIn(false, await control.createPerson(), idTokenOptions());
  expect(landed.searchParams.get("error")).toBe("OAuthCallback");
  expect(seen.errors[0]).toBe("id_token not present in TokenSet");
  return { failsAsAgainstKakao: seen.errors[0] ?? "" };
});

clientTest("next-auth-v4", "an id beyond 2^53 is rounded (E8)", async () => {
  const person = await control.createPerson({ id: "9007199254740995" });
  const { seen } = await signIn(false, person);
  expect(seen.accounts).toEqual(["9007199254740996"]);
  return { failsAsAgainstKakao: `signs ${person.id} in as ${seen.accounts[0]}` };
});

clientTest("next-auth-v4", "maintenance of kapi ends in an error (E3)", async () => {
  const person = await control.createPerson();
  await control.setFault({ endpoint: "user_me", personId: person.id, kakaoCode: -9798 });
  const { landed, session, seen } = await signIn(false, person);
  expect(landed.searchParams.get("error")).toBe("OAuthCallback");
  expect(session).toEqual({});
  expect(seen.errors[0]).toBe("expected 200 OK, got: 503 Service Unavailable");
  return { failsAsAgainstKakao: seen.errors[0] ?? "" };
});
