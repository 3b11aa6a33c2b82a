// People who sign in, without Kakao's pages: they are signed in to Kakao already and have agreed, so
// that what is measured is the app. Called by the scenarios.
import { defaultApp } from "#e2e/kakao-emulator/defaults";
import type { Person } from "#e2e/kakao-emulator/world/person-schema";
import { type Answer, Visitor } from "#e2e/visitor";
import { inTurns, times, valuesOf } from "./pace";
import type { World } from "./world";

/** How many people are made, or brought to Kakao, at a time: nothing of it is measured. */
const PREPARED_AT_ONCE = 10;
const startPath = "/api/auth/signin/kakao";

type Instances = Pick<World, "first" | "second">;

export type Trip = { visitor: Visitor; person: Person; callback: URL };

/** Both instances in turn, as a load balancer would choose. */
export const either = ({ first, second }: Instances, n: number) => (n % 2 === 0 ? first : second);

/** Known to Kakao, and new to the app. */
export async function makePeople({ kakao }: World, count: number): Promise<Person[]> {
  const outcomes = await inTurns(times(count), PREPARED_AT_ONCE, async () => {
    const person = await kakao.createPerson();
    // The app's own consent screen was answered, in whichever way.
    await kakao.issueTokens(person.id, { clientId: defaultApp.nativeAppKey });
    return person;
  });
  return valuesOf(outcomes);
}

/** A browser in which this person is signed in to Kakao. */
async function openBrowser({ kakao, kakaoUrl }: World, person: Person): Promise<Visitor> {
  const visitor = new Visitor();
  const { name, value } = await kakao.openAccountSession(person.id);
  visitor.setCookie(name, value, kakaoUrl);
  return visitor;
}

function requireStatus(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer;
  throw new Error(`status ${answer.status} instead of ${status}`);
}

/** The button. @returns Kakao's address */
async function press(visitor: Visitor, at: string): Promise<URL> {
  const { location } = requireStatus(await visitor.post(`${at}${startPath}`), 303);
  if (location?.pathname !== "/oauth/authorize") throw new Error("the button leads elsewhere");
  return location;
}

async function askKakao(visitor: Visitor, authorizeUrl: URL): Promise<URL> {
  const { location } = await visitor.send(authorizeUrl);
  if (!location?.searchParams.has("code")) throw new Error("Kakao gave no code");
  return location;
}

/** Up to the moment before each of them comes back from Kakao. */
export async function bringBack(world: World, people: Person[], at = world.first): Promise<Trip[]> {
  const outcomes = await inTurns(people, PREPARED_AT_ONCE, async (person) => {
    const visitor = await openBrowser(world, person);
    return { visitor, person, callback: await askKakao(visitor, await press(visitor, at)) };
  });
  return valuesOf(outcomes);
}

type Arrival = Pick<Trip, "visitor" | "callback">;

/** @throws Error unless the browser is home and signed in */
export async function arrive({ visitor, callback }: Arrival, at: string): Promise<void> {
  const answer = await visitor.send(`${at}${callback.pathname}${callback.search}`);
  requireStatus(answer, 303);
  const error = answer.location?.searchParams.get("error");
  if (error) throw new Error(`refused: ${error}`);
  if (!visitor.cookies(at).has("session")) throw new Error("no session");
}

/** Whatever comes of it: the code that /sign-in would explain, or null. */
export async function tryToArrive(
  { visitor, callback }: Arrival,
  at: string,
): Promise<string | null> {
  const answer = await visitor.send(`${at}${callback.pathname}${callback.search}`);
  requireStatus(answer, 303);
  return answer.location?.searchParams.get("error") ?? null;
}

/** @returns milliseconds in the app: button and callback, Kakao's page left out */
export async function signIn(visitor: Visitor, at: string): Promise<number> {
  const startedAt = performance.now();
  const authorizeUrl = await press(visitor, at);
  const pressedMs = performance.now() - startedAt;
  const callback = await askKakao(visitor, authorizeUrl);
  const backAt = performance.now();
  await arrive({ visitor, callback }, at);
  return pressedMs + performance.now() - backAt;
}

export async function openBrowsers(world: World, people: Person[]): Promise<Visitor[]> {
  const open = (person: Person) => openBrowser(world, person);
  return valuesOf(await inTurns(people, PREPARED_AT_ONCE, open));
}

/** Signed in, each in a browser of their own. */
export async function signedInBrowsers(world: World, count: number): Promise<Visitor[]> {
  const trips = await bringBack(world, await makePeople(world, count));
  valuesOf(await inTurns(trips, PREPARED_AT_ONCE, (trip, n) => arrive(trip, either(world, n))));
  return trips.map(({ visitor }) => visitor);
}

export async function statusOfMe(visitor: Visitor, at: string): Promise<number> {
  return (await visitor.send(`${at}/api/me`)).status;
}
