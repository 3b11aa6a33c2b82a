// The audit trail: what an investigator or an auditor asks about, each with its fields. No line of
// it says who a person is: `user` is our own id, and means nothing once the person is forgotten.
// Called by events.ts.
import type { EventDescription } from "./events";

const ERROR = ["error", "stack"] as const;
const JOB = ["job", "kind", "attempts", "ageSeconds"] as const;

export const auditTrail: Record<string, EventDescription> = {
  "sign_in.succeeded": {
    meaning: "Somebody signed in with a browser",
    fields: ["requestId", "flow", "user"],
  },
  "sign_in.refused": {
    meaning: "A sign-in ended without a session; `code` is what the person was told",
    fields: ["requestId", "flow", "code", "reason", "cause"],
  },
  "sign_in.misconfigured": {
    meaning: "Kakao refuses our keys, addresses or consent items",
    fields: ["requestId", "flow", "code", ...ERROR],
  },
  "sign_in.alarm": {
    meaning: "It is not Kakao that answers, or a clock is wrong",
    fields: ["requestId", "flow", "code", "reason", ...ERROR],
  },
  "sign_out.here": {
    meaning: "Somebody ended the session of this browser",
    fields: ["requestId", "user"],
  },
  "sign_out.device": {
    meaning: "Somebody ended one session from the list of devices",
    fields: ["requestId", "user"],
  },
  "sign_out.everywhere": {
    meaning: "Somebody ended all of their sessions",
    fields: ["requestId", "user"],
  },
  "exchange.succeeded": {
    meaning: "A native app signed somebody in",
    fields: ["requestId", "kind", "user"],
  },
  "exchange.refused": {
    meaning: "A native app's Kakao token was not accepted",
    fields: ["requestId", "kind", "code", "reason", "cause"],
  },
  "exchange.misconfigured": {
    meaning: "As sign_in.misconfigured, for native apps",
    fields: ["requestId", "kind", "code", "reason", ...ERROR],
  },
  "exchange.alarm": {
    meaning: "As sign_in.alarm, for native apps",
    fields: ["requestId", "kind", "code", "reason", ...ERROR],
  },
  "native.refresh_reused": {
    meaning: "A used refresh token came back, so its session was ended: perhaps a theft",
    fields: ["requestId", "user"],
  },
  "native.revoked": {
    meaning: "A native app ended its session",
    fields: ["requestId", "user"],
  },
  "user.downloaded": {
    meaning: "Somebody downloaded their own data",
    fields: ["requestId", "user"],
  },
  "rate_limit.reached": {
    meaning: "Somebody asked too often; `address` is a keyed hash",
    fields: ["requestId", "limit", "address"],
  },
  "user.withdrawn": {
    meaning: "Somebody withdrew: the account and all of it is deleted; `person` is a keyed hash",
    fields: ["user", "person"],
  },
  "user.forgotten": {
    meaning: "An account whose link at Kakao is over was deleted; `person` is a keyed hash",
    fields: ["user", "reason", "person"],
  },
  "withdrawal.done": {
    meaning: "The request that a `user.withdrawn` came from",
    fields: ["requestId", "user"],
  },
  "withdrawal.refused": {
    meaning: "Somebody pressed the last button without a fresh proof of who they are",
    fields: ["requestId", "user", "reason"],
  },
  "unlink.done": {
    meaning: "Kakao has cut the link of somebody who left",
    fields: ["job", "wasLinked"],
  },
  "unlink.taken_back": {
    meaning: "The link was not cut, because the person had come back",
    fields: ["job"],
  },
  "unlink.confirmed": {
    meaning: "Kakao confirmed that somebody had unlinked: everything of theirs was deleted",
    fields: ["job", "user"],
  },
  "unlink.ignored": {
    meaning: "Kakao says that the person is linked: nothing was deleted",
    fields: ["job"],
  },
  "webhook.accepted": {
    meaning: "A webhook of Kakao's was stored; `person` is a keyed hash",
    fields: ["requestId", "webhook", "person", "referrer", "events", "isKnown"],
  },
  "webhook.repeated": {
    meaning: "A security event that was stored before",
    fields: ["requestId", "webhook", "person", "events", "isKnown"],
  },
  "webhook.too_old": {
    meaning: "A security event of more than a week ago",
    fields: ["requestId", "webhook", "person", "events"],
  },
  "webhook.refused": {
    meaning: "Somebody called a webhook without the right key, token or form",
    fields: ["requestId", "webhook", "reason", "address"],
  },
  "webhook.misconfigured": {
    meaning: "A webhook came, and KAKAO_ADMIN_KEY or KAKAO_APP_ID is not set",
    fields: ["requestId", "webhook", ...ERROR],
  },
  "webhook.no_keys": {
    meaning: "A security event could not be checked, for Kakao's keys were out of reach",
    fields: ["requestId", "webhook", ...ERROR],
  },
  "reconcile.missing": {
    meaning: "Kakao's list lacks people whom we have: each is asked about once more",
    fields: ["missing"],
  },
  "reconcile.implausible": {
    meaning: "Kakao's list lacks so many that it cannot be true: nothing was done",
    fields: ["missing", "compared", ...ERROR],
  },
  "job.failed": {
    meaning: "A job failed and is tried again",
    fields: [...JOB, "cause"],
  },
  "job.stuck": {
    meaning: "A job has failed for a quarter of an hour",
    fields: [...JOB, ...ERROR],
  },
  "job.let_go": {
    meaning: "Jobs about people without an account were given up after a month of failures",
    fields: ["jobs", ...ERROR],
  },
  "vault.refreshed": {
    meaning: "Somebody's kept tokens were refreshed",
    fields: ["user"],
  },
  "vault.disconnected": {
    meaning: "Kakao calls somebody's refresh token dead: their kept tokens are deleted",
    fields: ["user", "reason"],
  },
  "vault.reencrypted": {
    meaning: "The job sealed kept tokens anew, or deleted them; `kids` counts the rows of each key",
    fields: ["done", "left", "kids"],
  },
  "vault.alarm": {
    meaning: "Kept tokens that no key opens, or Kakao's answer to a refresh does not hold",
    fields: ["user", "field", "kids", ...ERROR],
  },
  "profile.refreshed": {
    meaning: "Somebody took their profile from Kakao again",
    fields: ["requestId", "user"],
  },
  "profile.refused": {
    meaning: "Kakao did not give the profile; they may have to sign in again",
    fields: ["requestId", "user", "reason", "cause"],
  },
  "profile.alarm": {
    meaning: "The same, because of our keys, a certificate or a clock",
    fields: ["requestId", "user", ...ERROR],
  },
};
