// The log on /account: one's own sign-ins and security events, and nobody else's.
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { refresh, revoke, signInNatively, tokensIn } from "./native-steps";
import { readCsrfToken, signIn } from "./sign-in-steps";
import { Visitor } from "./visitor";

/** The lines of the list, the newest first, as their own words. */
async function readActivity(visitor: Visitor): Promise<string[]> {
  const { body, status } = await visitor.send(`${baseUrl()}/account`, {
    headers: { "accept-language": "ko" },
  });
  expect(status).toBe(200);
  const list = /<section aria-labelledby="activity">.*?<\/section>/s.exec(body)?.[0] ?? "";
  return [...list.matchAll(/<li class="row"><div class="device-words"><p>([^<]*)<\/p>/g)].map(
    ([, words]) => words ?? "",
  );
}

test("a sign-in in a browser and in an app, and a reused token, each stand there once (SE-8)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  expect(await readActivity(visitor)).toEqual(["로그인"]);
  const first = await signInNatively(kakao, person);
  const second = tokensIn(await refresh(first.refresh_token));
  tokensIn(await refresh(second.refresh_token));
  expect((await refresh(first.refresh_token)).status).toBe(401);
  expect((await refresh(first.refresh_token)).status).toBe(401);
  expect(await readActivity(visitor)).toEqual([
    "지난 로그인 정보가 다시 쓰여서, 안전하게 로그아웃했어요",
    "앱에서 로그인",
    "로그인",
  ]);
});

test("a revoked app and a device that was signed out (SE-8, ST-13)", async ({ kakao, person }) => {
  const [visitor, other] = [new Visitor(), new Visitor()];
  await signIn(visitor, person);
  await signIn(other, person);
  await revoke((await signInNatively(kakao, person)).refresh_token);
  const page = await visitor.send(`${baseUrl()}/account`);
  const devices = [...page.body.matchAll(/name="device" value="([0-9a-f]{64})"/g)];
  const device = devices[1]?.[1] ?? "";
  const csrfToken = await readCsrfToken(visitor);
  const answer = await visitor.post(`${baseUrl()}/account/devices`, { csrfToken, device });
  expect(answer.status).toBe(303);
  const [newest, ...before] = await readActivity(visitor);
  expect(newest).toBe("기기에서 로그아웃시킴");
  expect(before).toEqual(["로그아웃", "앱에서 로그인", "로그인", "로그인"]);
});

test("nobody sees another's log, nor writes into it (ST-13, SE-8)", async ({
  kakao,
  person,
  createPerson,
}) => {
  const [a, b] = [new Visitor(), new Visitor()];
  const second = await createPerson();
  await signIn(a, person);
  await signIn(b, second);
  await signInNatively(kakao, second);
  const body = (await b.send(`${baseUrl()}/account`)).body;
  const device = /name="device" value="([0-9a-f]{64})"/.exec(body)?.[1] ?? "";
  const csrfToken = await readCsrfToken(a);
  const answer = await a.post(`${baseUrl()}/account/devices`, { csrfToken, device });
  expect(answer.status).toBe(404);
  expect(await readActivity(a)).toEqual(["로그인"]);
  expect(await readActivity(b)).toEqual(["앱에서 로그인", "로그인"]);
});
