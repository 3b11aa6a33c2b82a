// What may happen to somebody in the moment in which they leave, over HTTP: each rival is got ready
// before the race, and does its one decisive step in it. Called by withdrawal-races.full.spec.ts.
import { setTimeout as sleep } from "node:timers/promises";
import {
  exchange,
  kakaoTokenOf,
  meWith,
  type NativeTokens,
  refresh,
  tokensIn,
} from "./native-steps";
import { type Guest, inLanes, type OwnSite } from "./own-site";
import { finishSignIn, reachCallback, readCsrfToken, statusOfCookie } from "./sign-in-steps";
import { type Answer, Visitor } from "./visitor";
import { tellUnlink } from "./webhook-steps";
import { pressWithdraw, proveAnew, signInPatiently } from "./withdrawal-steps";

/** Somebody signed in in a browser and in an app, with a fresh proof, about to leave. */
export type Leaver = Guest & {
  session: string;
  csrfToken: string;
  tokens: NativeTokens;
  /** Of both instances. */
  urls: string[];
};

export type Outcome = {
  answer: Answer;
  /** The status that its new session or token gets at an instance; null when it got none. */
  look: ((at: string) => Promise<number>) | null;
};

export type Rival = {
  name: string;
  /** Whether it may make a new account of who has left. */
  mayEnter: boolean;
  prepare: (site: OwnSite, leaver: Leaver) => Promise<(at: string) => Promise<Outcome>>;
};

export async function arrive(site: OwnSite, urls: string[]): Promise<Leaver> {
  const [first = "", second = ""] = urls;
  const guest = await signInPatiently(site, { url: first });
  const kakaoToken = await kakaoTokenOf(site.kakao.client, guest.person);
  const tokens = tokensIn(
    await untilHeard(
      () => exchange(kakaoToken, { at: second }),
      ({ status }) => status,
    ),
  );
  await proveAnew(site.database, guest.userId);
  const session = guest.visitor.cookies().get("session") ?? "";
  const csrfToken = await readCsrfToken(guest.visitor, second);
  return { ...guest, session, csrfToken, tokens, urls };
}

/** As anybody does who hears "not now": a busy machine says so. */
export async function untilHeard<Heard>(
  ask: () => Promise<Heard>,
  statusOf: (heard: Heard) => number,
): Promise<Heard> {
  for (let tries = 1; ; tries += 1) {
    const heard = await ask();
    if (statusOf(heard) !== 503 || tries === 5) return heard;
    await sleep(300);
  }
}

const readStatus = (read: () => Promise<number>) => untilHeard(read, (status) => status);

/** Of the browser and of the app, at both instances: each must be 401 afterwards. */
export async function readOldStatuses({ session, tokens, urls }: Leaver): Promise<number[]> {
  const authorization = `Bearer ${tokens.access_token}`;
  const reads = urls.flatMap((at) => [
    () => statusOfCookie(session, at),
    async () => (await meWith(authorization, { at })).status,
    async () => (await refresh(tokens.refresh_token, { at })).status,
  ]);
  return inLanes(reads, 2, readStatus);
}

const withToken = (answer: Answer): Outcome => {
  if (answer.status !== 200) return { answer, look: null };
  const authorization = `Bearer ${tokensIn(answer).access_token}`;
  const look = (at: string) => readStatus(async () => (await meWith(authorization, { at })).status);
  return { answer, look };
};

export const rivals: Rival[] = [
  {
    name: "another press of the button",
    mayEnter: false,
    prepare: async (_, { visitor, csrfToken }) => {
      const window = new Visitor();
      window.restoreCookies(visitor.cookies());
      return async (at) => ({ answer: await pressWithdraw(window, { at, csrfToken }), look: null });
    },
  },
  {
    name: "a sign-in on another device",
    mayEnter: true,
    prepare: async ({ kakao }, { person, urls }) => {
      const visitor = new Visitor();
      const where = { at: urls[0], kakaoAt: kakao.origin };
      const callback = await reachCallback(visitor, person, where);
      return async (at) => {
        const answer = await finishSignIn(visitor, callback, { at });
        const session = visitor.cookies().get("session");
        if (!session) return { answer, look: null };
        return { answer, look: (where) => readStatus(() => statusOfCookie(session, where)) };
      };
    },
  },
  {
    name: "an app's sign-in",
    mayEnter: true,
    prepare: async ({ kakao }, { person }) => {
      const kakaoToken = await kakaoTokenOf(kakao.client, person);
      return async (at) => withToken(await exchange(kakaoToken, { at }));
    },
  },
  {
    name: "an app's refresh",
    mayEnter: false,
    prepare: async (_, { tokens }) => {
      return async (at) => withToken(await refresh(tokens.refresh_token, { at }));
    },
  },
  {
    name: "Kakao's unlink webhook",
    mayEnter: false,
    prepare: async ({ kakao }, { person }) => {
      return async (at) => {
        await kakao.client.unlink(person.id);
        return { answer: await tellUnlink(person.id, { at }), look: null };
      };
    },
  },
];
