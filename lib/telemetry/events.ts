// Every event that the log knows, in two lists: those that belong to the audit trail (SE-8), and
// those that only tell how the app is. docs/operations.md shows both; events.test.ts holds the code
// and both documents to them. Asked by lib/http/log.ts, which marks the lines of the trail.
import { auditTrail } from "./audit-events";

export type EventDescription = {
  meaning: string;
  /** Besides time, level and event. Ids are our own, addresses are keyed hashes. */
  fields: readonly string[];
};

const ERROR = ["error", "stack"] as const;

export const plainEvents: Record<string, EventDescription> = {
  "sign_in.started": {
    meaning: "Somebody pressed the button",
    fields: ["requestId", "flow", "intent"],
  },
  "sign_in.person_needed": {
    meaning: "A silent try inside KakaoTalk: Kakao would have to ask",
    fields: ["requestId", "flow"],
  },
  "job.done": {
    meaning: "A job is done, or done for this time",
    fields: ["job", "kind", "attempts", "ageSeconds"],
  },
  "jobs.interrupted": {
    meaning: "A round of jobs ended early, usually because the database was away",
    fields: [...ERROR],
  },
  "reconcile.done": { meaning: "Our list was compared with Kakao's to its end", fields: [] },
  "retention.deleted": {
    meaning: "What was past its term was deleted",
    fields: ["rows"],
  },
  "request.refused": {
    meaning: "A handler answered with an error other than 401",
    fields: ["requestId", "path", "code"],
  },
  "request.hung_up": {
    meaning: "The client left before its request was read",
    fields: ["requestId", "method", "path", "digest"],
  },
  "request.unreadable": {
    meaning: "A request that no browser sends",
    fields: ["requestId"],
  },
  "request.plain_http": {
    meaning: "A request that came to the proxy without TLS",
    fields: ["requestId", "path"],
  },
  "request.failed": {
    meaning: "A mistake of ours: the answer was 500",
    fields: ["requestId", "method", "path", "digest", ...ERROR],
  },
  "policy.violated": {
    meaning: "A browser refused something that a page of ours held",
    fields: ["requestId", "directive", "blocked"],
  },
  "database.unavailable": {
    meaning: "The database did not answer in time, or could not serve",
    fields: ["requestId", "path", "flow", ...ERROR],
  },
  "database.unverified": {
    meaning: "At start: the line to a database elsewhere is not verified",
    fields: ["wanted"],
  },
  "operator.incomplete": {
    meaning: "At start: /privacy and /terms lack particulars of the operator",
    fields: ["missing"],
  },
  "health.not_ready": {
    meaning: "The database is away, or lacks this build's migrations",
    fields: [...ERROR],
  },
  "health.clock_alarm": {
    meaning: "This machine's clock is not the database's",
    fields: ["offsetSeconds", ...ERROR],
  },
  "server.stopping": { meaning: "SIGTERM arrived", fields: ["underWay"] },
  "server.stopped": { meaning: "The server ends", fields: ["cut"] },
  "telemetry.failed": {
    meaning: "The collector did not take what it was sent; at most once a minute",
    fields: ["signal", "failures", "reason"],
  },
};

export function isAuditEvent(event: string): boolean {
  return Object.hasOwn(auditTrail, event);
}
