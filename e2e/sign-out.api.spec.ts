// Ending sessions: by nobody but the person, on every instance, and for good.
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { expectRefusal, refresh, revoke, signInNatively } from "./native-steps";
import { readCsrfToken, readMe, signIn, statusOfCookie } from "./sign-in-steps";
import { ownForm, send, Visitor } from "./visitor";

const signOutUrl = (at = baseUrl()) => `${at}/api/auth/signout`;
const devicesUrl = () => `${baseUrl()}/account/devices`;

async function signInNew(person: { id: string; loginId: string }) {
  const visitor = new Visitor();
  await signIn(visitor, person);
  const token = visitor.cookies().get("session") ?? "";
  return { visitor, token, csrfToken: await readCsrfToken(visitor) };
}

/** The ids behind the buttons of /account, this device's first. */
async function readDeviceIds(visitor: Visitor): Promise<string[]> {
  const { body } = await visitor.send(`${baseUrl()}/account`);
  return [...body.matchAll(/name="device" value="([0-9a-f]{64})"/g)].map(([, id]) => id ?? "");
}

test("a copied cookie is dead at once on every instance (LO-2, ST-6)", async ({ person }) => {
  const { visitor, token, csrfToken } = await signInNew(person);
  expect(await statusOfCookie(token, secondUrl())).toBe(200);
  const answer = await visitor.post(signOutUrl(), { csrfToken });
  expect(answer.status).toBe(303);
  expect(answer.location?.href).toBe(`${baseUrl()}/`);
  expect(answer.headers["clear-site-data"]).toBe('"cache", "storage"');
  expect(visitor.cookies().has("session")).toBe(false);
  for (const at of [baseUrl(), secondUrl()]) {
    expect(await statusOfCookie(token, at)).toBe(401);
    expectRefusal(await refresh(token, { at }), 401, "INVALID_TOKEN");
    expectRefusal(await revoke(token, { at }), 401, "INVALID_TOKEN");
  }
});

test("everywhere ends browsers and apps at the next request, on every instance (ST-6, LO-6)", async ({
  person,
  kakao,
}) => {
  const devices = [await signInNew(person), await signInNew(person)];
  const apps = [await signInNatively(kakao, person), await signInNatively(kakao, person)];
  const [first] = devices;
  if (!first) throw new Error("no device");
  const { csrfToken } = first;
  const answer = await first.visitor.post(`${secondUrl()}/account/devices`, {
    csrfToken,
    device: "all",
  });
  expect(answer.status).toBe(303);
  for (const at of [baseUrl(), secondUrl()]) {
    for (const { token } of devices) expect(await statusOfCookie(token, at)).toBe(401);
    for (const { access_token, refresh_token } of apps) {
      const headers = { authorization: `Bearer ${access_token}` };
      expect((await send(`${at}/api/me`, { headers })).status).toBe(401);
      expectRefusal(await refresh(refresh_token, { at }), 401, "INVALID_TOKEN");
    }
  }
});

test("a sign-out at one instance ends the session at the other (MI-1)", async ({ person }) => {
  const { visitor, token, csrfToken } = await signInNew(person);
  await visitor.post(signOutUrl(secondUrl()), { csrfToken });
  expect(await statusOfCookie(token)).toBe(401);
});

for (const [name, fault] of [
  ["hangs", { hang: true }],
  ["breaks down", { status: 503, body: "" }],
  ["does not know the person", { status: 401, body: '{"msg":"no","code":-401}' }],
] as const)
  test(`sign-out is done in time when Kakao ${name}, for it asks nothing there (LO-3)`, async ({
    person,
    kakao,
    setFault,
  }) => {
    const { visitor, token, csrfToken } = await signInNew(person);
    for (const endpoint of ["logout", "unlink"] as const) await setFault({ endpoint, ...fault });
    const since = (await kakao.readLedger()).at(-1)?.seq ?? 0;
    const startedAt = Date.now();
    expect((await visitor.post(signOutUrl(), { csrfToken })).status).toBe(303);
    expect(Date.now() - startedAt).toBeLessThan(1500);
    expect(await statusOfCookie(token)).toBe(401);
    expect(await kakao.readLedger({ since, personId: person.id })).toEqual([]);
  });

test("the thirty-first sign-out of one person in a minute is told to wait, on either instance (RL-1, RL-4)", async ({
  person,
  createPerson,
}) => {
  const { visitor, csrfToken } = await signInNew(person);
  const cookies = visitor.cookies();
  const signOutAgain = async (n: number) => {
    visitor.restoreCookies(cookies);
    return visitor.post(signOutUrl(n % 2 ? baseUrl() : secondUrl()), { csrfToken });
  };
  for (let n = 0; n < 30; n++) expect((await signOutAgain(n)).location?.pathname).toBe("/");
  for (const n of [30, 31]) {
    const { location } = await signOutAgain(n);
    expect(location?.pathname).toBe("/sign-in");
    expect(location?.searchParams.get("error")).toBe("rate_limited");
  }
  const other = await signInNew(await createPerson());
  const answer = await other.visitor.post(signOutUrl(), { csrfToken: other.csrfToken });
  expect(answer.location?.pathname, "nobody else waits").toBe("/");
});

test("signing out twice, without a session, or with rubbish is the same (LO-5)", async ({
  person,
}) => {
  const { visitor, token, csrfToken } = await signInNew(person);
  await visitor.post(signOutUrl(), { csrfToken });
  const again = new Visitor();
  again.setCookie("session", token);
  const rubbish = new Visitor();
  rubbish.setCookie("session", "rubbish");
  for (const [who, form] of [
    [again, { csrfToken }],
    [new Visitor(), {}],
    [rubbish, { csrfToken: "x" }],
  ] as const) {
    const answer = await who.post(signOutUrl(), { ...form });
    expect(answer.status).toBe(303);
    expect(answer.location?.href).toBe(`${baseUrl()}/`);
  }
});

const badTokens: Array<[string, (own: string, other: string) => string | undefined]> = [
  ["no form token", () => undefined],
  ["an empty form token", () => ""],
  ["another session's form token", (_, other) => other],
  ["a shortened form token", (own) => own.slice(0, -1)],
  ["a form token without its key's name", (own) => own.split(".")[1]],
];

for (const [name, choose] of badTokens)
  test(`${name} signs nobody out (WB-2)`, async ({ person, createPerson }) => {
    const { visitor, csrfToken } = await signInNew(person);
    const other = await signInNew(await createPerson());
    const chosen = choose(csrfToken, other.csrfToken);
    const form: Record<string, string> = chosen === undefined ? {} : { csrfToken: chosen };
    expect((await visitor.post(signOutUrl(), form)).status).toBe(403);
    expect((await visitor.post(devicesUrl(), { ...form, device: "all" })).status).toBe(403);
    expect(await readMe(visitor)).not.toBeNull();
  });

const strangers: Array<[string, Record<string, string>]> = [
  ["another site", { origin: "https://evil.test", "sec-fetch-site": "cross-site" }],
  ["a sister site", { origin: "https://sister.test", "sec-fetch-site": "same-site" }],
  ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }],
  ["an old browser on another site", { origin: "https://evil.test" }],
  ["nobody says where", {}],
];

for (const [name, headers] of strangers)
  test(`a form of ${name} changes nothing, not even with the form token (WB-2)`, async ({
    person,
  }) => {
    const { visitor, csrfToken } = await signInNew(person);
    for (const [url, form] of [
      [signOutUrl(), { csrfToken }],
      [devicesUrl(), { csrfToken, device: "all" }],
      [`${baseUrl()}/language`, { locale: "en" }],
    ] as const) {
      const answer = await visitor.send(url, { method: "POST", form: { ...form }, headers });
      expect(answer.status, url).toBe(403);
      expect(answer.setCookies).toEqual([]);
    }
    expect(await readMe(visitor)).not.toBeNull();
  });

for (const type of ["text/plain", "application/json", "multipart/form-data; boundary=x"])
  test(`a ${type} body signs nobody out (WB-2)`, async ({ person }) => {
    const { visitor, csrfToken } = await signInNew(person);
    const headers = { ...ownForm(), "content-type": type };
    const body = JSON.stringify({ csrfToken });
    const answer = await visitor.send(signOutUrl(), { method: "POST", body, headers });
    expect(answer.status).toBe(415);
    expect(await readMe(visitor)).not.toBeNull();
  });

test("another person's device is 404 and lives on (ST-13)", async ({ person, createPerson }) => {
  const mine = await signInNew(person);
  const theirs = await signInNew(await createPerson());
  const [device = ""] = await readDeviceIds(theirs.visitor);
  expect(device).toMatch(/^[0-9a-f]{64}$/);
  for (const id of [device, "0".repeat(64), "", "' OR 1=1", "x".repeat(5000)]) {
    const form = { csrfToken: mine.csrfToken, device: id };
    const answer = await mine.visitor.post(devicesUrl(), form);
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body).message).toBe("NOT_FOUND");
  }
  expect(await readMe(theirs.visitor)).not.toBeNull();
});

test("an ended session's copy may not end others (ST-13)", async ({ person }) => {
  const first = await signInNew(person);
  const second = await signInNew(person);
  await first.visitor.post(signOutUrl(), { csrfToken: first.csrfToken });
  const thief = new Visitor();
  thief.setCookie("session", first.token);
  const form = { csrfToken: first.csrfToken, device: "all" };
  const answer = await thief.post(devicesUrl(), form);
  expect(answer.location?.pathname).toBe("/sign-in");
  expect(await readMe(second.visitor)).not.toBeNull();
});

test("everywhere means every device, and only this person's (LO-6)", async ({
  person,
  createPerson,
}) => {
  const devices = [await signInNew(person), await signInNew(person), await signInNew(person)];
  const other = await signInNew(await createPerson());
  const [first] = devices;
  if (!first) throw new Error("no device");
  await first.visitor.post(devicesUrl(), { csrfToken: first.csrfToken, device: "all" });
  for (const { token } of devices)
    for (const at of [baseUrl(), secondUrl()]) expect(await statusOfCookie(token, at)).toBe(401);
  expect(await readMe(other.visitor)).not.toBeNull();
});

for (const target of ["https://evil.test", "//evil.test", "/\\evil.test", "javascript:alert(1)"])
  test(`sign-out to ${target} ends at home (OR-2)`, async ({ person }) => {
    const { visitor, csrfToken } = await signInNew(person);
    const headers = { referer: "https://evil.test/" };
    for (const name of ["returnTo", "callbackUrl"]) {
      const answer = await visitor.post(signOutUrl(), { csrfToken, [name]: target }, headers);
      expect(answer.location?.href).toBe(`${baseUrl()}/`);
    }
  });

test("an image tag or a prefetch signs nobody out (LO-1)", async ({ person }) => {
  const { visitor, token } = await signInNew(person);
  for (const [name, value] of [
    ["sec-fetch-dest", "image"],
    ["sec-purpose", "prefetch"],
  ] as const) {
    const headers = { cookie: `session=${token}`, [name]: value };
    expect((await send(signOutUrl(), { headers })).status).toBe(405);
  }
  expect(await readMe(visitor)).not.toBeNull();
});
