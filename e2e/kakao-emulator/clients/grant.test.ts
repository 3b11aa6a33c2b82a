// grant, plain OAuth 2.0 as its configuration says. Its built-in profile address for Kakao is the
// one of the first API, which is gone.
import type { RequestListener } from "node:http";
import grant, { type GrantProvider } from "grant";
import { expect } from "vitest";
import { startAppServer } from "./app-server";
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

type GrantedSession = {
  id_token?: string;
  raw?: { scope?: string; expires_in?: number };
  profile?: { id?: number; error?: unknown; properties?: { nickname: string } };
};

async function signIn(
  person: { loginId: string },
  settings: GrantProvider,
  oidc: boolean,
): Promise<{ app: RegisteredApp; session: GrantedSession }> {
  let app: RegisteredApp = { clientId: "", clientSecret: "" };
  const appOrigin = await startAppServer(async (own) => {
    app = await registerApp({ oidc, redirectUri: `${own}/connect/kakao/callback` });
    return makeListener(own, {
      key: app.clientId,
      secret: app.clientSecret,
      authorize_url: `${origin}/oauth/authorize`,
      access_url: `${origin}/oauth/token`,
      ...settings,
    });
  });
  const visitor = new AppVisitor(appOrigin);
  const url = await visitor.follow("/connect/kakao");
  const back = await visitKakao(url, person, everything);
  const landed = await visitor.follow(back);
  return { app, session: await visitor.readJson(landed.pathname) };
}

function makeListener(appOrigin: string, kakao: GrantProvider) {
  const handle = grant.node({
    config: {
      defaults: {
        origin: appOrigin,
        transport: "session",
        callback: "/hello",
        response: ["tokens", "raw", "profile"],
      },
      kakao,
    },
    session: { secret: "a secret of nobody" },
  });
  const listener: RequestListener = async (request, response) => {
    const { redirect, session } = await handle(request, response);
    if (redirect) return;
    // The session is the cookie itself, so it has no id to be asked for.
    const { grant: granted } = (await session?.get("")) ?? {};
    response.end(JSON.stringify(granted?.response ?? {}));
  };
  return listener;
}

const newProfile = () => ({ profile_url: `${origin}/v2/user/me` });

clientTest("grant", "OIDC off: signs in with neither state nor PKCE", async () => {
  const person = await control.createPerson();
  const { app, session } = await signIn(person, newProfile(), false);
  expect(String(session.profile?.id)).toBe(person.id);
  expect(session.profile?.properties?.nickname).toBe(person.nickname);
  const { query } = await readLast("/oauth/authorize");
  expect(Object.keys(query).sort()).toEqual(["client_id", "redirect_uri", "response_type"]);
  expect((await readLast("/oauth/token")).body.client_secret).toBe(app.clientSecret);
  return { signedInAs: String(session.profile?.id) };
});

clientTest("grant", "OIDC on: signs in with state, nonce, PKCE and a comma list", async () => {
  const person = await control.createPerson();
  const scope = ["openid", "profile_nickname", "account_email"];
  const settings = { ...newProfile(), state: true, nonce: true, pkce: true, scope };
  const { session } = await signIn(person, settings, true);
  expect(String(session.profile?.id)).toBe(person.id);
  expect(session.id_token).toBeTypeOf("string");
  expect((await readLast("/oauth/authorize")).query.scope).toBe(scope.join(","));
  return { signedInAs: String(session.profile?.id) };
});

clientTest("grant", "the profile address it ships with, /v1/user/me, has ended", async () => {
  const old = { profile_url: `${origin}/v1/user/me` };
  const { session } = await signIn(await control.createPerson(), old, false);
  expect(session.raw?.expires_in).toBeTypeOf("number");
  expect(session.profile?.id).toBeUndefined();
  expect(session.profile).toHaveProperty("error");
  const { status, code } = await readLast("/v1/user/me");
  expect([status, code]).toEqual([400, -9]);
  return { failsAsAgainstKakao: "tokens, but no profile from /v1/user/me (-9)" };
});
