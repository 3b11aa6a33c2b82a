// Logto's Kakao connector: fixed hosts, and the profile by POST.
import createConnector from "@logto/connector-kakao";
import { expect } from "vitest";
import { clientTest } from "./client-test";
import {
  control,
  everything,
  origin,
  type RegisteredApp,
  readLast,
  redirectUri,
  registerApp,
  visitKakao,
} from "./emulated-kakao";
import { redirectKakaoHosts } from "./fixed-hosts";

const connectorName = "@logto/connector-kakao";

async function signIn(app: RegisteredApp, person: { loginId: string }) {
  redirectKakaoHosts(origin);
  const connector = await createConnector({ getConfig: async () => app });
  const state = "state-of-logto";
  const url = await connector.getAuthorizationUri({ state, redirectUri });
  const back = await visitKakao(url, person, everything);
  expect(back.searchParams.get("state")).toBe(state);
  const code = back.searchParams.get("code") ?? "";
  return connector.getUserInfo({ code, redirectUri });
}

clientTest(connectorName, "signs in, and reads the profile by POST", async () => {
  const app = await registerApp();
  const person = await control.createPerson();
  const user = await signIn(app, person);
  expect(user).toMatchObject({
    id: person.id,
    name: person.nickname,
    email: person.email,
    avatar: person.imageUrl,
  });
  expect((await readLast("/oauth/authorize")).query).not.toHaveProperty("scope");
  expect((await readLast("/oauth/token")).body.client_secret).toBe(app.clientSecret);
  const me = await readLast("/v2/user/me");
  expect([me.method, me.headers["content-type"]]).toEqual(["POST", undefined]);
  return { signedInAs: user.id };
});

clientTest(connectorName, "OIDC on: signs in, and takes no default picture", async () => {
  const app = await registerApp({ oidc: true });
  const person = await control.createPerson({ defaultImage: true, emailValid: false });
  const user = await signIn(app, person);
  expect(user).toMatchObject({ id: person.id, name: person.nickname });
  expect([user.avatar, user.email]).toEqual([undefined, undefined]);
  return { signedInAs: user.id };
});
