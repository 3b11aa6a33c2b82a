// next-auth v5 with its stock Kakao provider: only the addresses are replaced by the emulator's.
import { Auth, type AuthConfig } from "@auth/core";
import Kakao from "next-auth/providers/kakao";
import { expect } from "vitest";
import { AppVisitor } from "./app-visitor";
import { clientTest, type Outcome } from "./client-test";
import { control, everything, origin, readLast, registerApp, visitKakao } from "./emulated-kakao";

const appOrigin = "http://localhost:3000";
const callback = `${appOrigin}/api/auth/callback/kakao`;

type Session = { user?: { name?: string; email?: string | null; image?: string } } | null;
type ProviderOptions = NonNullable<Parameters<typeof Kakao>[0]>;

/** What the app would see in its log, and the id that its callbacks are given. */
type Seen = { errors: Error[]; accounts: string[] };

function makeConfig(options: ProviderOptions, seen: Seen): AuthConfig {
  return {
    providers: [
      Kakao({
        authorization: `${origin}/oauth/authorize?scope`,
        token: `${origin}/oauth/token`,
        userinfo: `${origin}/v2/user/me`,
        ...options,
      }),
    ],
    basePath: "/api/auth",
    secret: "a secret of nobody, long enough for a test",
    trustHost: true,
    logger: { error: (error) => seen.errors.push(error), warn: () => {} },
    events: { signIn: ({ account }) => void seen.accounts.push(account?.providerAccountId ?? "") },
  };
}

async function signIn(
  oidc: boolean,
  person: { loginId: string },
  options: Partial<ProviderOptions> = {},
) {
  const app = await registerApp({ oidc, redirectUri: callback });
  const seen: Seen = { errors: [], accounts: [] };
  const config = makeConfig({ ...app, ...options }, seen);
  const visitor = new AppVisitor(appOrigin, (request) => Auth(request, config));
  const { csrfToken } = await visitor.readJson<{ csrfToken: string }>("/api/auth/csrf");
  const started = await visitor.post("/api/auth/signin/kakao", { csrfToken });
  const back = await visitKakao(started.headers.get("location") ?? "", person, everything);
  const landed = await visitor.follow(back);
  const session = await visitor.readJson<Session>("/api/auth/session");
  return { app, landed, session, seen };
}

async function signInSuccessfully(
  oidc: boolean,
  options: Partial<ProviderOptions> = {},
): Promise<Outcome> {
  const person = await control.createPerson();
  const { app, landed, session, seen } = await signIn(oidc, person, options);
  expect(landed.href).toBe(`${appOrigin}/`);
  expect(session?.user).toEqual({
    name: person.nickname,
    email: person.email,
    image: person.imageUrl,
  });
  expect(seen).toEqual({ errors: [], accounts: [person.id] });
  expect((await readLast("/oauth/token")).body.client_secret).toBe(app.clientSecret);
  return { signedInAs: person.id };
}

clientTest("next-auth", "OIDC off: signs in, with an empty scope and PKCE alone", async () => {
  const outcome = await signInSuccessfully(false);
  const { query } = await readLast("/oauth/authorize");
  expect(query).toMatchObject({ scope: "", code_challenge_method: "S256" });
  expect(query).not.toHaveProperty("state");
  return outcome;
});

clientTest("next-auth", "OIDC off: signs in with state as well", () =>
  signInSuccessfully(false, { checks: ["pkce", "state"] }),
);

clientTest("next-auth", "OIDC off: a person without an e-mail address signs in", async () => {
  const person = await control.createPerson({ email: null });
  const { session, seen } = await signIn(false, person);
  expect(session?.user).toEqual({ name: person.nickname, image: person.imageUrl });
  expect(seen.accounts).toEqual([person.id]);
  return { signedInAs: person.id };
});

clientTest("next-auth", "OIDC on: fails by the issuer of the ID token (E1)", async () => {
  const { landed, session, seen } = await signIn(true, await control.createPerson());
  expect(landed.pathname + landed.search).toBe("/api/auth/error?error=Configuration");
  expect(session).toBeNull();
  const { cause } = seen.errors[0] as { cause?: { err?: Error } };
  expect(cause?.err?.message).toBe('unexpected JWT "iss" (issuer) claim value');
  return { failsAsAgainstKakao: cause?.err?.message ?? "" };
});

clientTest("next-auth", "OIDC on: signs in once the provider has its issuer", () =>
  signInSuccessfully(true, { issuer: origin }),
);

clientTest("next-auth", "OIDC off: signs in with an issuer too", () =>
  signInSuccessfully(false, { issuer: origin }),
);

clientTest("next-auth", "an id beyond 2^53 is rounded (E8)", async () => {
  const person = await control.createPerson({ id: "9007199254740995" });
  const { seen } = await signIn(false, person);
  expect(seen.accounts).toEqual(["9007199254740996"]);
  return { failsAsAgainstKakao: `signs ${person.id} in as ${seen.accounts[0]}` };
});

clientTest("next-auth", "maintenance of kapi is taken for a profile (E3)", async () => {
  const person = await control.createPerson();
  await control.setFault({ endpoint: "user_me", personId: person.id, kakaoCode: -9798 });
  const { landed, session, seen } = await signIn(false, person);
  // It sends the browser to an address made of its own, with the code still in it.
  expect(landed.pathname).toBe("/api/auth/callback/kakao");
  expect(landed.searchParams.get("code")).toMatch(/\/signin$/);
  expect(session).toBeNull();
  expect(seen.errors[0]?.name).toBe("OAuthProfileParseError");
  return { failsAsAgainstKakao: seen.errors[0]?.name ?? "" };
});
