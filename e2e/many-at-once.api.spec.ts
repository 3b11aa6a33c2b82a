// Everybody at once: whatever the order, one person is one user and nobody sees an error.
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { exchange, kakaoTokenOf, tokensIn } from "./native-steps";
import { finishSignIn, reachCallback, readMe } from "./sign-in-steps";
import { Visitor } from "./visitor";

const MANY = 100;

test("a hundred first sign-ins of one person, over two instances, make one user (D9, L1)", async ({
  person,
}) => {
  const trips = await Promise.all(
    Array.from({ length: MANY }, async (_, index) => {
      const visitor = new Visitor();
      const at = index % 2 === 0 ? baseUrl() : secondUrl();
      return { visitor, at, callback: await reachCallback(visitor, person) };
    }),
  );
  const answers = await Promise.all(
    trips.map(({ visitor, callback, at }) => finishSignIn(visitor, callback, { at })),
  );
  expect(new Set(answers.map(({ location }) => location?.href))).toEqual(
    new Set([`${baseUrl()}/`]),
  );
  const people = await Promise.all(trips.map(({ visitor, at }) => readMe(visitor, at)));
  expect(people).toHaveLength(MANY);
  expect(new Set(people.map((me) => me?.id)).size).toBe(1);
  expect(people[0]?.nickname).toBe(person.nickname);
  const sessions = trips.map(({ visitor }) => visitor.cookies().get("session"));
  expect(new Set(sessions).size, "every browser has a session of its own").toBe(MANY);
});

test("fifty people at once are fifty users (L2)", async ({ createPerson }) => {
  const people = await Promise.all(Array.from({ length: 50 }, () => createPerson()));
  const found = await Promise.all(
    people.map(async (person, index) => {
      const visitor = new Visitor();
      const at = index % 2 === 0 ? baseUrl() : secondUrl();
      await finishSignIn(visitor, await reachCallback(visitor, person), { at });
      return readMe(visitor, at);
    }),
  );
  expect(found.map((me) => me?.nickname)).toEqual(people.map(({ nickname }) => nickname));
  expect(new Set(found.map((me) => me?.id)).size).toBe(50);
});

test("a hundred first exchanges of one person's apps beside as many browsers make one user (L3, NX-9)", async ({
  kakao,
  person,
}) => {
  const places = Array.from({ length: MANY }, (_, n) => (n % 2 ? baseUrl() : secondUrl()));
  const trips = await Promise.all(
    places.map(async (at) => {
      const visitor = new Visitor();
      return { visitor, at, callback: await reachCallback(visitor, person) };
    }),
  );
  const apps = await Promise.all(
    places.map(async (at) => ({ at, token: await kakaoTokenOf(kakao, person) })),
  );
  const [browserAnswers, appAnswers] = await Promise.all([
    Promise.all(trips.map(({ visitor, callback, at }) => finishSignIn(visitor, callback, { at }))),
    Promise.all(apps.map(({ token, at }) => exchange(token, { at }))),
  ]);
  expect(new Set(browserAnswers.map(({ location }) => location?.href))).toEqual(
    new Set([`${baseUrl()}/`]),
  );
  const users = appAnswers.map((answer) => tokensIn(answer).user.id);
  const people = await Promise.all(trips.map(({ visitor, at }) => readMe(visitor, at)));
  expect(new Set([...users, ...people.map((me) => me?.id)]).size).toBe(1);
  const refreshTokens = appAnswers.map((answer) => tokensIn(answer).refresh_token);
  expect(new Set(refreshTokens).size, "every app has a session of its own").toBe(MANY);
});
