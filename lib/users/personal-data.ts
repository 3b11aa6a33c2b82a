// What is kept, why, and for how long: the one table. Read by the privacy page, by the download of
// one's own data, by the page that asks whether to withdraw and by the retention job, so that none of
// them can say or do something else. Its words are in lib/text/personal-data-ko.ts.
// personal-data.test.ts holds it to prisma/schema.prisma, column by column.
import "server-only";
import { rateLimits } from "../http/rate-limits";
import {
  ABSOLUTE_SECONDS,
  FLOW_REMEMBERED_SECONDS,
  ID_TOKEN_REMEMBERED_SECONDS,
  IDLE_SECONDS,
  NATIVE_ABSOLUTE_SECONDS,
  NATIVE_IDLE_SECONDS,
} from "../session/lifetimes";
import type { personalDataKo } from "../text/personal-data-ko";

const DAY = 24 * 60 * 60;

/** How long the account page's log goes back. */
export const ACTIVITY_SECONDS = 90 * DAY;
/** As long as a backup may live: so long the journal must be able to repeat a withdrawal. */
export const JOURNAL_SECONDS = 400 * DAY;
/** So long a sign-in could still speak of the link that ended. */
export const PERSON_HASH_SECONDS = DAY;
/** Kakao sends no event again after a week; older ones are refused by their own time. */
export const EVENT_SECONDS = 35 * DAY;
/** So long an errand about somebody who is no user is tried: no admin key may keep an id for ever. */
export const ERRAND_SECONDS = 30 * DAY;

const LONGEST_WINDOW_SECONDS = Math.max(
  ...Object.values(rateLimits).map(({ windowSeconds }) => windowSeconds),
);

/** A row is past its term so long after all of these moments. The first narrows most. */
export type Term = { columns: readonly [string, ...string[]]; seconds: number };

/** A column with the person's own number, or a hash of it, or with a number that stands in such rows. */
export type Owner = "id" | "userId" | "kakaoId" | "personHash" | "subject" | "flow";

export type Kept = {
  /** Names its words in the dictionaries. */
  name: KeptName;
  table: string;
  /** Columns that say something of a person. */
  columns: readonly string[];
  /** Of these, what only names or seals something: no use to anybody, so not in the download. */
  hidden?: readonly string[];
  /** What a person's rows are found by; null when nothing leads from one to the other. */
  owner: Owner | null;
  /** By this column the newest come first. */
  newestBy: string;
  /** Each of them ends it; the end of the account does too, where the row is the user's. */
  terms: readonly Term[];
  /** For reading: the lengths that its sentence names. */
  periods: Readonly<Record<string, number>>;
  /** Past its term only these columns are emptied, and the row stays. */
  clears?: readonly [string, ...string[]];
  /** Says something of somebody who has left. */
  remains?: true;
};

export type KeptName = keyof typeof personalDataKo;

const ended = (...columns: Term["columns"]): Term => ({ columns, seconds: 0 });
const since = (column: string, seconds: number): Term => ({ columns: [column], seconds });

export const kept: readonly Kept[] = [
  {
    name: "account",
    table: "User",
    columns: [
      ...["id", "kakaoId", "nickname", "image", "email", "createdAt", "refreshedAt"],
      ...["connectedAt", "consents", "blockedAt", "stateAt", "saves"],
    ],
    owner: "id",
    newestBy: "createdAt",
    terms: [],
    periods: {},
  },
  {
    name: "browsers",
    table: "Session",
    columns: [
      ...["id", "userId", "flowId", "createdAt", "lastSeenAt", "expiresAt"],
      ...["browser", "system", "reauthenticatedAt"],
    ],
    hidden: ["id", "userId", "flowId"],
    owner: "userId",
    newestBy: "createdAt",
    terms: [ended("expiresAt"), since("lastSeenAt", IDLE_SECONDS)],
    periods: { idle: IDLE_SECONDS, longest: ABSOLUTE_SECONDS },
  },
  {
    name: "apps",
    table: "NativeSession",
    columns: [
      ...["id", "userId", "generation", "refreshHash", "rotatedAt", "createdAt"],
      ...["lastUsedAt", "expiresAt", "app", "system"],
    ],
    hidden: ["id", "userId", "generation", "refreshHash"],
    owner: "userId",
    newestBy: "createdAt",
    terms: [ended("expiresAt"), since("lastUsedAt", NATIVE_IDLE_SECONDS)],
    periods: { idle: NATIVE_IDLE_SECONDS, longest: NATIVE_ABSOLUTE_SECONDS },
  },
  {
    name: "activity",
    table: "Activity",
    columns: ["id", "userId", "kind", "at", "browser", "app", "system"],
    hidden: ["id", "userId"],
    owner: "userId",
    newestBy: "at",
    terms: [since("at", ACTIVITY_SECONDS)],
    periods: { longest: ACTIVITY_SECONDS },
  },
  {
    name: "kakaoTokens",
    table: "KakaoToken",
    columns: [
      ...["userId", "accessToken", "accessExpiresAt", "refreshToken", "refreshExpiresAt"],
      ...["scope", "kid", "leasedUntil", "savedAt"],
    ],
    hidden: ["userId", "accessToken", "refreshToken", "kid", "leasedUntil"],
    owner: "userId",
    newestBy: "savedAt",
    // What Kakao will give nothing for any more is of no use to anybody.
    terms: [ended("refreshExpiresAt", "accessExpiresAt")],
    periods: {},
  },
  {
    name: "errands",
    table: "Job",
    columns: ["kind", "key", "kakaoId", "details", "dueAt", "createdAt"],
    owner: "kakaoId",
    newestBy: "createdAt",
    // Done, it goes: lib/jobs deletes the row.
    terms: [since("createdAt", ERRAND_SECONDS)],
    periods: { longest: ERRAND_SECONDS },
    remains: true,
  },
  {
    name: "journal",
    table: "Withdrawal",
    columns: ["id", "reason", "withdrawnAt", "unlinkedAt"],
    owner: "personHash",
    newestBy: "withdrawnAt",
    terms: [since("withdrawnAt", JOURNAL_SECONDS)],
    periods: { longest: JOURNAL_SECONDS },
    remains: true,
  },
  {
    name: "journalNames",
    table: "Withdrawal",
    // Kakao knows the moment of each link: with it, the line would name somebody after all.
    columns: ["personHash", "connectedAt"],
    hidden: ["personHash"],
    owner: "personHash",
    newestBy: "withdrawnAt",
    // The errand needs the hash as long as there is one.
    terms: [
      since("unlinkedAt", PERSON_HASH_SECONDS),
      since("withdrawnAt", ERRAND_SECONDS + PERSON_HASH_SECONDS),
    ],
    periods: { unlinked: PERSON_HASH_SECONDS, longest: ERRAND_SECONDS + PERSON_HASH_SECONDS },
    clears: ["personHash", "connectedAt"],
    remains: true,
  },
  {
    name: "attempts",
    table: "RateLimit",
    columns: ["key", "points", "expire"],
    hidden: ["key"],
    owner: "subject",
    newestBy: "expire",
    terms: [ended("expire")],
    periods: { longest: LONGEST_WINDOW_SECONDS },
    remains: true,
  },
  {
    name: "trips",
    table: "SignInFlow",
    columns: ["id", "outcome", "expiresAt"],
    hidden: ["id"],
    owner: "flow",
    newestBy: "expiresAt",
    terms: [ended("expiresAt")],
    periods: { longest: FLOW_REMEMBERED_SECONDS },
  },
  {
    name: "usedTokens",
    table: "UsedIdToken",
    columns: ["id", "expiresAt"],
    owner: null,
    newestBy: "expiresAt",
    terms: [ended("expiresAt")],
    periods: { longest: ID_TOKEN_REMEMBERED_SECONDS },
  },
  {
    name: "events",
    table: "KakaoEvent",
    columns: ["id", "receivedAt"],
    owner: null,
    newestBy: "receivedAt",
    terms: [since("receivedAt", EVENT_SECONDS)],
    periods: { longest: EVENT_SECONDS },
  },
];

/** Whether it goes with the user's row, by the database's own references. */
export function goesWithAccount({ owner }: Pick<Kept, "owner">): boolean {
  return owner === "id" || owner === "userId";
}
