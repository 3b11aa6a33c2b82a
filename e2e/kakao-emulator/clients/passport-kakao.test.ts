// passport-kakao, dormant and much used: fixed hosts, node's https, no state unless asked.
import type { RequestListener } from "node:http";
import { Passport } from "passport";
import { type KakaoOptions, type KakaoProfile, Strategy } from "passport-kakao";
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
import { redirectKakaoHosts } from "./fixed-hosts";

type Ended = { error?: string; profile?: KakaoProfile };

/** The least that passport wants of a framework: a parsed query, and a session for `state`. */
function makeListener(options: KakaoOptions): RequestListener {
  const verify: ConstructorParameters<typeof Strategy>[1] = (_access, _refresh, profile, done) =>
    done(null, profile);
  const passport = new Passport().use(new Strategy(options, verify));
  const session = {};
  return (request, response) => {
    const query = Object.fromEntries(new URL(request.url ?? "", "http://localhost").searchParams);
    Object.assign(request, { query, session });
    const end = (ended: Ended) => response.end(JSON.stringify(ended));
    passport.authenticate("kakao", {}, (error, profile, info) => {
      if (profile) end({ profile: profile as KakaoProfile });
      else end({ error: (error ?? info)?.message });
    })(request, response, () => end({ error: "passed on" }));
  };
}

async function signIn(
  person: { loginId: string },
  settings: Partial<KakaoOptions> & { oidc?: boolean } = {},
): Promise<{ app: RegisteredApp; ended: Ended }> {
  const { oidc, ...options } = settings;
  redirectKakaoHosts(origin);
  let app: RegisteredApp = { clientId: "", clientSecret: "" };
  const appOrigin = await startAppServer(async (own) => {
    const callbackURL = `${own}/callback`;
    app = await registerApp({ oidc, redirectUri: callbackURL });
    return makeListener({
      clientID: app.clientId,
      clientSecret: app.clientSecret,
      callbackURL,
      ...options,
    });
  });
  const visitor = new AppVisitor(appOrigin);
  const back = await visitKakao(await visitor.follow("/login"), person, everything);
  return { app, ended: await visitor.readJson<Ended>(back.href) };
}

clientTest("passport-kakao", "OIDC off: signs in with neither state nor scope", async () => {
  const person = await control.createPerson();
  const { app, ended } = await signIn(person);
  expect(ended.profile).toMatchObject({ provider: "kakao", displayName: person.nickname });
  expect(String(ended.profile?.id)).toBe(person.id);
  const { query } = await readLast("/oauth/authorize");
  expect(Object.keys(query).sort()).toEqual(["client_id", "redirect_uri", "response_type"]);
  const token = await readLast("/oauth/token");
  expect(token.body.client_secret).toBe(app.clientSecret);
  expect(token.headers["user-agent"]).toBe("passport-kakao");
  const me = await readLast("/v2/user/me");
  expect(me.query.access_token).toBeTypeOf("string");
  expect(me.headers.authorization).toBeUndefined();
  return { signedInAs: String(ended.profile?.id) };
});

clientTest("passport-kakao", "OIDC on: signs in with state and a comma list", async () => {
  const person = await control.createPerson();
  const scope = ["profile_nickname", "account_email"];
  const { ended } = await signIn(person, { oidc: true, state: true, scope });
  expect(String(ended.profile?.id)).toBe(person.id);
  const { query } = await readLast("/oauth/authorize");
  expect(query).toMatchObject({ scope: scope.join(","), state: expect.any(String) });
  return { signedInAs: String(ended.profile?.id) };
});

clientTest("passport-kakao", "without a secret it sends its own, kakao: KOE010", async () => {
  const { ended } = await signIn(await control.createPerson(), { clientSecret: undefined });
  expect((await readLast("/oauth/token")).body.client_secret).toBe("kakao");
  expect(ended.profile).toBeUndefined();
  expect(ended.error).toBe("Bad client credentials");
  return { failsAsAgainstKakao: ended.error ?? "" };
});
