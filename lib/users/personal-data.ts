// What is kept, why, and for how long: the one table. Read by the privacy page, by the download of
// one's own data and by the retention job, so that none of them can say or do something else.
// personal-data.test.ts holds it to prisma/schema.prisma, column by column.
import "server-only";
import { rateLimits } from "../http/rate-limits";
import {
  ABSOLUTE_SECONDS,
  IDLE_SECONDS,
  NATIVE_ABSOLUTE_SECONDS,
  NATIVE_IDLE_SECONDS,
} from "../session/lifetimes";

const DAY = 24 * 60 * 60;

/** How long the account page's log goes back. */
export const ACTIVITY_SECONDS = 90 * DAY;
/** As long as a backup may live: so long the journal must be able to repeat a withdrawal. */
export const JOURNAL_SECONDS = 400 * DAY;
/** So long a sign-in could still speak of the link that ended. */
export const PERSON_HASH_SECONDS = DAY;
/** Kakao sends no event again after a week; older ones are refused by their own time. */
export const EVENT_SECONDS = 35 * DAY;

const LONGEST_WINDOW_SECONDS = Math.max(
  ...Object.values(rateLimits).map(({ windowSeconds }) => windowSeconds),
);

/** A row is past its term so long after the time in this column. */
export type Term = { column: string; seconds: number };

export type Kept = {
  /** Names its sentences in the dictionaries. */
  name: KeptName;
  table: string;
  /** Columns that say something of a person. */
  columns: readonly string[];
  /** Of these, what only names or seals something: no use to anybody, so not in the download. */
  hidden?: readonly string[];
  /** The column that leads to the user; null when there is none, or none any more. */
  owner: "id" | "userId" | null;
  /** Each of them ends it; with an owner, the end of the account does too. */
  terms: readonly Term[];
  /** For reading: the lengths in `terms`, as the page says them. */
  seconds: readonly number[];
  /** Past its term only these columns are emptied, and the row stays. */
  clears?: readonly string[];
};

export type KeptName =
  | "account"
  | "browsers"
  | "apps"
  | "activity"
  | "kakaoTokens"
  | "errands"
  | "journal"
  | "journalNames"
  | "attempts"
  | "trips"
  | "usedTokens"
  | "events";

export const kept: readonly Kept[] = [
  {
    name: "account",
    table: "User",
    columns: [
      ...["id", "kakaoId", "nickname", "image", "email", "createdAt", "refreshedAt"],
      ...["connectedAt", "consents", "blockedAt", "stateAt", "saves"],
    ],
    owner: "id",
    terms: [],
    seconds: [],
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
    terms: [
      { column: "expiresAt", seconds: 0 },
      { column: "lastSeenAt", seconds: IDLE_SECONDS },
    ],
    seconds: [IDLE_SECONDS, ABSOLUTE_SECONDS],
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
    terms: [
      { column: "expiresAt", seconds: 0 },
      { column: "lastUsedAt", seconds: NATIVE_IDLE_SECONDS },
    ],
    seconds: [NATIVE_IDLE_SECONDS, NATIVE_ABSOLUTE_SECONDS],
  },
  {
    name: "activity",
    table: "Activity",
    columns: ["id", "userId", "kind", "at", "browser", "app", "system"],
    hidden: ["id", "userId"],
    owner: "userId",
    terms: [{ column: "at", seconds: ACTIVITY_SECONDS }],
    seconds: [ACTIVITY_SECONDS],
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
    terms: [],
    seconds: [],
  },
  {
    name: "errands",
    table: "Job",
    columns: ["kakaoId", "key", "details"],
    owner: null,
    // Done, it goes: lib/jobs deletes the row.
    terms: [],
    seconds: [],
  },
  {
    name: "journal",
    table: "Withdrawal",
    columns: ["id", "reason", "withdrawnAt", "unlinkedAt"],
    owner: null,
    terms: [{ column: "withdrawnAt", seconds: JOURNAL_SECONDS }],
    seconds: [JOURNAL_SECONDS],
  },
  {
    name: "journalNames",
    table: "Withdrawal",
    // Kakao knows the moment of each link: with it, the line would name somebody after all.
    columns: ["personHash", "connectedAt"],
    owner: null,
    terms: [{ column: "unlinkedAt", seconds: PERSON_HASH_SECONDS }],
    seconds: [PERSON_HASH_SECONDS],
    clears: ["personHash", "connectedAt"],
  },
  {
    name: "attempts",
    table: "RateLimit",
    columns: ["key", "points", "expire"],
    owner: null,
    terms: [{ column: "expire", seconds: 0 }],
    seconds: [LONGEST_WINDOW_SECONDS],
  },
  {
    name: "trips",
    table: "SignInFlow",
    columns: ["id", "outcome", "expiresAt"],
    owner: null,
    terms: [{ column: "expiresAt", seconds: 0 }],
    seconds: [15 * 60],
  },
  {
    name: "usedTokens",
    table: "UsedIdToken",
    columns: ["id", "expiresAt"],
    owner: null,
    terms: [{ column: "expiresAt", seconds: 0 }],
    seconds: [DAY],
  },
  {
    name: "events",
    table: "KakaoEvent",
    columns: ["id", "receivedAt"],
    owner: null,
    terms: [{ column: "receivedAt", seconds: EVENT_SECONDS }],
    seconds: [EVENT_SECONDS],
  },
];
