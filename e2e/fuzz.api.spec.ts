// Requests that no app and no browser sends, to every route of the build: every one is answered,
// none with a 5xx, none signs anybody in. The long run is fuzz.full.spec.ts; ten thousand more go to
// the handlers of native apps themselves: lib/native/odd-requests.integration.test.ts.
import { oddLines } from "#scripts/test/odd-lines";
import { fuzzSeed, OddRequests } from "#scripts/test/odd-requests";
import { OddVisits } from "#scripts/test/odd-visits";
import { baseUrl, secondUrl } from "./addresses";
import { readAppRoutes } from "./app-routes";
import { expect, test } from "./fixtures";
import {
  fuzz,
  isUnavailablePage,
  requireHarmless,
  secretsOfApp,
  sendLine,
  statusesIn,
} from "./fuzz-run";
import { meWith, signInNatively } from "./native-steps";
import { expectServerError } from "./server-log";
import { readMe, signIn } from "./sign-in-steps";
import { Visitor } from "./visitor";

/** Few: other tests run beside this one, and some of them look at the clock. */
const AT_ONCE = 4;

test("odd requests to the calls of native apps are each refused in words (NX-6, ST-9, IN-4)", async ({
  kakao,
  person,
}) => {
  const session = await signInNatively(kakao, person);
  const { access_token, refresh_token } = await signInNatively(kakao, person);
  const seed = fuzzSeed();
  const tokens = [access_token.slice(0, -4), `${refresh_token}x`, "x".repeat(64)];
  const odd = new OddRequests({ seed, tokens, origin: baseUrl() });
  const statuses = await fuzz({
    at: [baseUrl(), secondUrl()],
    requests: 120,
    atOnce: AT_ONCE,
    next: () => odd.next(),
    check: (sent, outcome) => {
      const told = `FUZZ_SEED=${seed}: ${JSON.stringify(sent)} → ${outcome.status} ${outcome.body}`;
      requireHarmless(told, outcome, secretsOfApp());
      expect(outcome.status, told).toBeGreaterThanOrEqual(400);
      // Node itself answers an expectation that nobody can meet.
      if (outcome.status !== 417)
        expect(JSON.parse(outcome.body).message, told).toMatch(/^[A-Z_]+$/);
    },
  });
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([400, 401, 405, 413, 415]));
  expect(statuses.get(0) ?? 0).toBeLessThan(4);
  const me = await meWith(`Bearer ${session.access_token}`);
  expect(me.status, "the session that nobody guessed lives on").toBe(200);
});

test("odd requests to every route, signed in and not: no 5xx, nobody's data, nobody signed in (ST-9, ST-11, IN-4)", async ({
  kakao,
  createPerson,
}) => {
  const person = await createPerson({ nickname: "카나리아퍼즈" });
  const visitor = new Visitor();
  await signIn(visitor, person);
  const { access_token } = await signInNatively(kakao, person);
  const session = visitor.cookies().get("session") ?? "";
  const seed = fuzzSeed();
  const tokens = [session.slice(0, -4), access_token.slice(0, -4)];
  const routes = readAppRoutes();
  const odd = new OddVisits({ seed, tokens, origin: baseUrl(), routes });
  const canaries = [...secretsOfApp(), person.nickname ?? "", person.id, person.email ?? ""];
  const statuses = await fuzz({
    at: [baseUrl(), secondUrl()],
    requests: 220,
    atOnce: AT_ONCE,
    next: () => {
      const sent = odd.next();
      // A session that is right, in the middle of all that is not.
      if (odd.random.chance(0.2)) sent.headers.cookie = `session=${session}`;
      return sent;
    },
    check: (sent, outcome) => {
      const told = `FUZZ_SEED=${seed}: ${JSON.stringify(sent)} → ${outcome.status} ${outcome.body.slice(0, 300)}`;
      const isOwner = sent.headers.cookie === `session=${session}`;
      const status = isUnavailablePage(sent.path, outcome.status) ? 200 : outcome.status;
      requireHarmless(told, { ...outcome, status }, isOwner ? secretsOfApp() : canaries);
    },
  });
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 404, 405]));
  expect(await readMe(visitor)).not.toBeNull();
});

test("bytes that are not quite HTTP get a 4xx or none, and the app goes on (ST-9, IN-4)", async () => {
  // Next.js's own word for a client that left in mid-request; there is nothing to be done for it.
  expectServerError("uncaughtException:  Error: aborted");
  const received = await Promise.all(
    oddLines.map((line, index) =>
      sendLine(index % 2 ? baseUrl() : secondUrl(), line(index % 3 ? "/account" : "/api/token")),
    ),
  );
  for (const [index, text] of received.entries()) {
    const told = `${index}: ${JSON.stringify(oddLines[index]?.("/x").slice(0, 200))} → ${text.slice(0, 300)}`;
    expect(
      statusesIn(text).filter((status) => status >= 500),
      told,
    ).toEqual([]);
  }
  const live = await new Visitor().send(`${secondUrl()}/api/health/live`);
  expect(live.status).toBe(200);
});
