// Better Auth: its generic OAuth plugin with the emulator's addresses, and its own Kakao provider
// with the hosts redirected. It has no users without an e-mail address.
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { type GenericOAuthConfig, genericOAuth } from "better-auth/plugins/generic-oauth";
import { expect } from "vitest";
import { AppVisitor } from "./app-visitor";
import { clientTest } from "./client-test";
import {
  control,
  everything,
  origin,
  type RegisteredApp,
  readLast,
  registerApp,
  visitKakao,
} from "./emulated-kakao";
import { redirectKakaoHosts } from "./fixed-hosts";

const appOrigin = "http://localhost:3000";
const callback = `${appOrigin}/api/auth/callback/kakao`;

type Session = { user: { name: string; email: string; emailVerified: boolean } } | null;
type KakaoAccount = {
  profile?: { nickname?: string };
  email?: string;
  is_email_verified?: boolean;
};
type Settings = Pick<Parameters<typeof betterAuth>[0], "plugins" | "socialProviders">;

function makeAuth(settings: Settings) {
  const tables = {
    user: [],
    session: [],
    account: [] as { accountId: string }[],
    verification: [],
  };
  const auth = betterAuth({
    baseURL: appOrigin,
    secret: "a secret of nobody, long enough for a test",
    database: memoryAdapter(tables),
    telemetry: { enabled: false },
    logger: { disabled: true },
    ...settings,
  });
  return { auth, tables };
}

async function signIn(settings: Settings, person: { loginId: string }) {
  const { auth, tables } = makeAuth(settings);
  const visitor = new AppVisitor(appOrigin, auth.handler);
  const answer = await visitor.postJson("/api/auth/sign-in/social", {
    provider: "kakao",
    callbackURL: "/welcome",
    errorCallbackURL: "/sorry",
  });
  const { url } = await answer.json();
  const landed = await visitor.follow(await visitKakao(url, person, everything));
  const session = await visitor.readJson<Session>("/api/auth/get-session");
  return { landed, session, accounts: tables.account.map((account) => account.accountId) };
}

/** Plain OAuth 2.0: the profile is Kakao's own. */
function byAddresses(app: RegisteredApp): Settings {
  const provider: GenericOAuthConfig = {
    providerId: "kakao",
    ...app,
    authorizationUrl: `${origin}/oauth/authorize`,
    tokenUrl: `${origin}/oauth/token`,
    userInfoUrl: `${origin}/v2/user/me`,
    mapProfileToUser: (profile) => {
      const account = profile.kakao_account as KakaoAccount;
      const { email, is_email_verified: emailVerified } = account;
      return { name: account.profile?.nickname, email, emailVerified };
    },
  };
  return { plugins: [genericOAuth({ config: [provider] })] };
}

/** OpenID Connect: everything else comes from the discovery document. */
function byDiscovery(app: RegisteredApp): Settings {
  const provider: GenericOAuthConfig = {
    providerId: "kakao",
    ...app,
    discoveryUrl: `${origin}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    mapProfileToUser: ({ nickname }) => ({ name: String(nickname) }),
  };
  return { plugins: [genericOAuth({ config: [provider] })] };
}

clientTest("better-auth", "genericOAuth, OIDC off: signs in with an e-mail address", async () => {
  const app = await registerApp({ redirectUri: callback });
  const person = await control.createPerson();
  const { landed, session, accounts } = await signIn(byAddresses(app), person);
  expect(landed.pathname + landed.search).toBe("/welcome");
  expect(session?.user).toMatchObject({
    name: person.nickname,
    email: person.email,
    emailVerified: true,
  });
  expect(accounts).toEqual([person.id]);
  expect((await readLast("/oauth/token")).body).toMatchObject({
    code_verifier: expect.any(String),
    client_secret: app.clientSecret,
  });
  return { signedInAs: accounts[0] ?? "" };
});

clientTest("better-auth", "genericOAuth: refuses a person without an e-mail address", async () => {
  const app = await registerApp({ redirectUri: callback });
  const person = await control.createPerson({ email: null });
  const { landed, session, accounts } = await signIn(byAddresses(app), person);
  expect(landed.pathname + landed.search).toBe("/sorry?error=email_not_found");
  expect([session, accounts]).toEqual([null, []]);
  return { failsAsAgainstKakao: landed.searchParams.get("error") ?? "" };
});

clientTest("better-auth", "genericOAuth by discovery, OIDC on: signs in", async () => {
  const app = await registerApp({ oidc: true, redirectUri: callback });
  const person = await control.createPerson();
  const { landed, session, accounts } = await signIn(byDiscovery(app), person);
  expect(landed.pathname + landed.search).toBe("/welcome");
  expect(session?.user).toMatchObject({ name: person.nickname, email: person.email });
  expect(accounts).toEqual([person.id]);
  expect((await readLast("/oauth/authorize")).query).toMatchObject({
    scope: "openid",
    nonce: expect.any(String),
  });
  return { signedInAs: accounts[0] ?? "" };
});

clientTest("better-auth", "own Kakao provider: signs in by its three default scopes", async () => {
  const app = await registerApp({ redirectUri: callback });
  redirectKakaoHosts(origin);
  const person = await control.createPerson();
  const { landed, accounts } = await signIn({ socialProviders: { kakao: app } }, person);
  expect(landed.pathname + landed.search).toBe("/welcome");
  expect(accounts).toEqual([person.id]);
  const { query } = await readLast("/oauth/authorize");
  expect(query.scope).toBe("account_email profile_image profile_nickname");
  return { signedInAs: accounts[0] ?? "" };
});

clientTest(
  "better-auth",
  "own Kakao provider: an app that is no business gets KOE205",
  async () => {
    const app = await registerApp({
      redirectUri: callback,
      business: false,
      consentItems: { profile_nickname: "required" },
    });
    redirectKakaoHosts(origin);
    const person = await control.createPerson();
    const refusal = await signIn({ socialProviders: { kakao: app } }, person).catch(
      (error) => error,
    );
    expect(refusal.message).toBe("KOE205");
    return { failsAsAgainstKakao: refusal.message };
  },
);
