// The way back from Kakao, attacked. Nothing may be asked of Kakao before this browser has shown
// that the trip is its own, and no trip works twice.
import { baseUrl, callbackPath, kakaoUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import {
  expectSignedOut,
  finishSignIn,
  reachCallback,
  readMe,
  readTokenRequests,
  refusalOf,
  signIn,
  startSignIn,
  statusOfCookie,
} from "./sign-in-steps";
import { Visitor } from "./visitor";

/** The same way back with other parameters; null takes one away. */
function change(callback: URL, changes: Record<string, string | null>): URL {
  const changed = new URL(callback);
  for (const [name, value] of Object.entries(changes))
    if (value === null) changed.searchParams.delete(name);
    else changed.searchParams.set(name, value);
  return changed;
}

const stateOf = (callback: URL) => callback.searchParams.get("state") ?? "";

const badStates: Array<[string, (state: string) => string | null]> = [
  ["no state", () => null],
  ["an empty state", () => ""],
  ["a truncated state", (state) => state.slice(0, -1)],
  ["a state with a letter changed", (state) => `${state[0] === "a" ? "b" : "a"}${state.slice(1)}`],
  ["a state with something added", (state) => `${state}x`],
  ["somebody's guess as state", () => "state"],
];

for (const [name, change_] of badStates)
  test(`a callback with ${name} is refused before Kakao is asked (CB-1)`, async ({
    kakao,
    person,
  }) => {
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person);
    const answer = await finishSignIn(
      visitor,
      change(callback, { state: change_(stateOf(callback)) }),
    );
    expect(refusalOf(answer)).toBe("expired");
    await expectSignedOut(visitor);
    expect(await readTokenRequests(kakao, callback)).toEqual([]);
  });

test("another browser's state is refused before Kakao is asked (CB-1)", async ({
  kakao,
  person,
}) => {
  const [victim, attacker] = [new Visitor(), new Visitor()];
  const callback = await reachCallback(victim, person);
  const state = (await startSignIn(attacker)).searchParams.get("state") ?? "";
  const answer = await finishSignIn(victim, change(callback, { state }));
  expect(refusalOf(answer)).toBe("expired");
  await expectSignedOut(victim);
  expect(await readTokenRequests(kakao, callback)).toEqual([]);
});

test("a flow cookie is no state (CB-1)", async ({ kakao, person }) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  const [cookie = ""] = visitor.cookies().values();
  const answer = await finishSignIn(visitor, change(callback, { state: cookie }));
  expect(refusalOf(answer)).toBe("expired");
  expect(await readTokenRequests(kakao, callback)).toEqual([]);
});

test("a flow cookie under another flow's name is refused (CB-1)", async ({ kakao, person }) => {
  const visitor = new Visitor();
  await startSignIn(visitor);
  const [foreign = ""] = visitor.cookies().values();
  const callback = await reachCallback(visitor, person);
  for (const name of visitor.cookies().keys()) visitor.setCookie(name, foreign);
  expect(refusalOf(await finishSignIn(visitor, callback))).toBe("expired");
  expect(await readTokenRequests(kakao, callback)).toEqual([]);
});

test("a flow cookie with one letter changed is refused (CB-1, AR-6)", async ({ kakao, person }) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  for (const [name, value] of visitor.cookies()) {
    const at = value.length - 30;
    const other = value[at] === "A" ? "B" : "A";
    visitor.setCookie(name, `${value.slice(0, at)}${other}${value.slice(at + 1)}`);
  }
  expect(refusalOf(await finishSignIn(visitor, callback))).toBe("expired");
  await expectSignedOut(visitor);
  expect(await readTokenRequests(kakao, callback)).toEqual([]);
});

test("an empty cookie jar ends calmly and asks Kakao nothing (CB-4, B8, B12)", async ({
  kakao,
  person,
}) => {
  const callback = await reachCallback(new Visitor(), person);
  const stranger = new Visitor();
  const answer = await finishSignIn(stranger, callback);
  expect(refusalOf(answer)).toBe("expired");
  await expectSignedOut(stranger);
  expect(await readTokenRequests(kakao, callback)).toEqual([]);
});

test("a replayed callback starts no second session (CB-2)", async ({ kakao, person, setFault }) => {
  await setFault({ endpoint: "token", acceptCodeReuse: true });
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  const saved = visitor.cookies();
  await finishSignIn(visitor, callback);
  expect(await readMe(visitor)).not.toBeNull();
  for (const at of [baseUrl(), secondUrl()]) {
    const thief = new Visitor();
    thief.restoreCookies(saved);
    expect(refusalOf(await finishSignIn(thief, callback, { at }))).toBe("expired");
    await expectSignedOut(thief);
  }
  expect(await readTokenRequests(kakao, callback)).toHaveLength(1);
  expect(await readMe(visitor), "the first session lives on").not.toBeNull();
});

test("a trip that failed cannot be tried again with the same callback (CB-2)", async ({
  kakao,
  person,
  setFault,
}) => {
  const clear = await setFault({ endpoint: "token", status: 503, body: "" });
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  const saved = visitor.cookies();
  expect(refusalOf(await finishSignIn(visitor, callback))).toBe("kakao_unavailable");
  await clear();
  visitor.restoreCookies(saved);
  expect(refusalOf(await finishSignIn(visitor, callback))).toBe("kakao_unavailable");
  await expectSignedOut(visitor);
  expect(await readTokenRequests(kakao, callback)).toHaveLength(1);
});

for (const fault of [
  { name: "Kakao enforces PKCE", endpoint: "token", idToken: { omit: true } } as const,
  { name: "only the id_token's nonce can tell", endpoint: "token", ignorePkce: true } as const,
])
  test(`another person's code signs nobody in: ${fault.name} (CB-3)`, async ({
    person,
    setFault,
  }) => {
    const { name: _, ...effects } = fault;
    await setFault(effects);
    const [attacker, victim] = [new Visitor(), new Visitor()];
    const code = (await reachCallback(attacker, person)).searchParams.get("code") ?? "";
    const state = (await startSignIn(victim)).searchParams.get("state") ?? "";
    const injected = new URL(`${baseUrl()}${callbackPath}?${new URLSearchParams({ code, state })}`);
    expect(refusalOf(await finishSignIn(victim, injected))).toBe("kakao_rejected");
    await expectSignedOut(victim);
  });

for (const name of ["code", "state", "iss", "error", "error_description"])
  for (const order of ["first", "last"])
    test(`a second ${name}, ${order}, is refused before Kakao is asked (CB-5)`, async ({
      kakao,
      person,
    }) => {
      const visitor = new Visitor();
      const callback = await reachCallback(visitor, person);
      const known = callback.searchParams.get(name) ?? (name === "iss" ? kakaoUrl() : "x");
      const pairs = [...callback.searchParams].filter(([other]) => other !== name);
      const twice = order === "first" ? ["other", known] : [known, "other"];
      const query = new URLSearchParams([...pairs, ...twice.map((value) => [name, value])]);
      const answer = await finishSignIn(visitor, new URL(`?${query}`, callback));
      expect(refusalOf(answer)).toBe("unknown");
      await expectSignedOut(visitor);
      expect(await readTokenRequests(kakao, callback)).toEqual([]);
    });

test("code together with error is refused before Kakao is asked (CB-7)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  const answer = await finishSignIn(visitor, change(callback, { error: "access_denied" }));
  expect(refusalOf(answer)).toBe("unknown");
  await expectSignedOut(visitor);
  expect(await readTokenRequests(kakao, callback)).toEqual([]);
});

test("neither code nor error is refused before Kakao is asked (CB-7)", async ({
  kakao,
  person,
}) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  expect(refusalOf(await finishSignIn(visitor, change(callback, { code: null })))).toBe("unknown");
  expect(refusalOf(await finishSignIn(visitor, change(callback, { code: "" })))).toBe("unknown");
  await expectSignedOut(visitor);
  expect(await kakao.readLedger({ path: "/oauth/token", personId: person.id })).toEqual([]);
});

test("the right iss signs in (CB-8, K27)", async ({ person }) => {
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person);
  await finishSignIn(visitor, change(callback, { iss: kakaoUrl(), something_new: "1" }));
  expect(await readMe(visitor)).not.toBeNull();
});

for (const wrong of ["https://evil.test", "https://kauth.kakao.com", ""])
  test(`the wrong iss "${wrong}" is refused before Kakao is asked (CB-8)`, async ({
    kakao,
    person,
  }) => {
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, person);
    const answer = await finishSignIn(visitor, change(callback, { iss: wrong }));
    expect(refusalOf(answer)).toBe("kakao_rejected");
    await expectSignedOut(visitor);
    expect(await readTokenRequests(kakao, callback)).toEqual([]);
  });

test("a session cookie planted before the sign-in is worth nothing after it (CB-10)", async ({
  person,
}) => {
  const visitor = new Visitor();
  visitor.setCookie("session", "planted");
  await signIn(visitor, person);
  const first = visitor.cookies().get("session") ?? "";
  await signIn(visitor, person);
  const second = visitor.cookies().get("session") ?? "";
  expect(new Set(["planted", first, second]).size).toBe(3);
  expect(await statusOfCookie("planted")).toBe(401);
  expect(await statusOfCookie(first)).toBe(401);
  expect(await statusOfCookie(second)).toBe(200);
});

test("a session that a stranger planted is not kept: whoever signs in is alone in theirs (CB-10)", async ({
  createPerson,
}) => {
  const [stranger, victim] = [new Visitor(), new Visitor()];
  const [theirs, own] = [await createPerson(), await createPerson()];
  await signIn(stranger, theirs);
  const planted = stranger.cookies().get("session") ?? "";
  victim.setCookie("session", planted);
  await signIn(victim, own);
  expect(victim.cookies().get("session")).not.toBe(planted);
  for (const at of [baseUrl(), secondUrl()]) {
    expect(await statusOfCookie(planted, at)).toBe(401);
    expect((await readMe(victim, at))?.nickname).toBe(own.nickname);
  }
});
