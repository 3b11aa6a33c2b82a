// The file of one's own data: for the person alone, from this site alone.
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { signInNatively } from "./native-steps";
import { readCsrfToken, readMe, signIn } from "./sign-in-steps";
import { Visitor } from "./visitor";

/** What a browser says of a link on our page. */
const own = { headers: { "sec-fetch-site": "same-origin" } };
const downloadUrl = () => `${baseUrl()}/account/download`;

test("each person gets their own, as an attachment that nobody keeps (WB-10)", async ({
  person,
  createPerson,
}) => {
  const other = await createPerson();
  for (const [mine, theirs] of [
    [person, other],
    [other, person],
  ] as const) {
    const visitor = new Visitor();
    await signIn(visitor, mine);
    const { status, headers, body } = await visitor.send(downloadUrl(), own);
    expect(status).toBe(200);
    expect(headers["content-disposition"]).toContain("attachment");
    expect(headers["cache-control"]).toBe("private, no-store");
    expect(body).toContain(mine.id);
    expect(body).not.toContain(theirs.id);
  }
});

test("every time is in UTC, the file says so of itself, and nothing in it signs anybody in (SE-5)", async ({
  person,
  kakao,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const { refresh_token } = await signInNatively(kakao, person);
  const headers = { ...own.headers, "accept-language": "en" };
  const answer = await visitor.send(downloadUrl(), { headers });
  expect(answer.headers["content-language"]).toBe("en");
  const data = JSON.parse(answer.body);
  const [account] = data.account.rows;
  expect(account).toMatchObject({ ...(await readMe(visitor)), kakaoId: person.id });
  expect(account.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(Math.abs(Date.parse(account.createdAt) - Date.now())).toBeLessThan(60_000);
  expect(data.activity.until).toContain("90 days");
  expect(data.activity.rows.map(({ kind }: { kind: string }) => kind).sort()).toEqual([
    ...["downloaded", "signed_in", "signed_in_app"],
  ]);
  expect(data.apps.rows).toHaveLength(1);
  expect(data.apps.notShown).toHaveProperty("refreshHash");
  const session = visitor.cookies().get("session") ?? "no session";
  for (const secret of [session, refresh_token]) expect(answer.body).not.toContain(secret);
});

for (const method of ["POST", "PUT", "PATCH", "DELETE", "HEAD"])
  test(`${method} is no way to it (IN-4)`, async ({ person }) => {
    const visitor = new Visitor();
    await signIn(visitor, person);
    const answer = await visitor.send(downloadUrl(), { method, ...own });
    expect(answer.status).toBe(405);
    expect(answer.body).not.toContain(person.id);
  });

test("signed out it leads to the sign-in, also with a cookie that was kept (LO-2, ST-11)", async ({
  person,
}) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const session = visitor.cookies().get("session") ?? "";
  await visitor.post(`${baseUrl()}/api/auth/signout`, { csrfToken: await readCsrfToken(visitor) });
  const copied = new Visitor();
  copied.setCookie("session", session);
  const answer = await copied.send(downloadUrl(), own);
  expect([answer.status, answer.location?.pathname, answer.body]).toEqual([303, "/sign-in", ""]);
});

test("a stranger is led to the sign-in, and another site to nothing (WB-2)", async ({ person }) => {
  const stranger = await new Visitor().send(downloadUrl(), own);
  expect(stranger.status).toBe(303);
  expect(stranger.location?.pathname).toBe("/sign-in");
  const visitor = new Visitor();
  await signIn(visitor, person);
  for (const [name, value] of [
    ["sec-fetch-site", "cross-site"],
    ["sec-fetch-site", "same-site"],
    ["origin", "https://evil.test"],
    ["referer", "https://evil.test/"],
    // Neither header: nobody knows where it comes from.
    ["accept", "*/*"],
  ] as const) {
    const answer = await visitor.send(downloadUrl(), { headers: { [name]: value } });
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain(person.id);
  }
});

test("ten an hour, and the eleventh is told to wait (RL-1)", async ({ person }) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  for (let count = 0; count < 10; count += 1)
    expect((await visitor.send(downloadUrl(), own)).status).toBe(200);
  const late = await visitor.send(downloadUrl(), own);
  expect(late.status).toBe(429);
  expect(Number(late.headers["retry-after"])).toBeGreaterThan(60);
});
