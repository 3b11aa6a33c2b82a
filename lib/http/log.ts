// One JSON line on stdout for each event, and where the environment asks for it, the same as a log
// record (lib/telemetry). Called wherever something happens worth knowing.
// Lines are made of fields that the caller names; whole objects, headers and bodies never go in,
// so a token, code, nickname or e-mail has no way here (SE-6).
import "server-only";
import { findSqlState } from "../sql-state";
import { isAuditEvent } from "../telemetry/events";
import { type LogLine, recorder } from "../telemetry/recorder";

type Fields = Record<string, string | number | boolean | null | undefined>;
type Level = "info" | "warn" | "error";

const MAX_FIELD_LENGTH = 500;
const MAX_CAUSES = 4;
const MAX_FRAMES = 8;
// What a secret looks like in a message that somebody else wrote (a database's, a library's).
const SECRET_SHAPES = [
  /[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_.-]{4,}/g,
  /\b(Bearer|KakaoAK)\s+\S+/gi,
  /\b(code|state|access_token|refresh_token|id_token|client_secret|code_verifier)=[^\s&"']+/gi,
  /:\/\/[^\s/@]+@/g,
  /[\w.+-]+@[\w-]+\.[\w.-]+/g,
  /[A-Za-z0-9_-]{40,}/g,
];

export function logEvent(event: string, fields: Fields): void {
  write("info", event, fields);
}

/** Refused as it should be; worth watching, nothing to repair. `cause` is the evidence, if any. */
export function logRefusal(event: string, fields: Fields, cause?: unknown): void {
  write("warn", event, cause === undefined ? fields : { ...fields, cause: describeError(cause) });
}

/** Something is broken: ours, the database's or Kakao's. */
export function logFailure(event: string, fields: Fields, error: unknown): void {
  write("error", event, { ...fields, error: describeError(error), stack: readStack(error) });
}

function write(level: Level, event: string, fields: Fields): void {
  const clean = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === "string" ? redact(value).slice(0, MAX_FIELD_LENGTH) : value,
  ]);
  const line: LogLine = {
    time: new Date().toISOString(),
    level,
    event,
    ...Object.fromEntries(clean),
    ...(isAuditEvent(event) ? { audit: true } : {}),
  };
  recorder()?.event(line);
  // JSON escapes CR and LF. These end a line for some readers too, or steer a terminal (SE-7).
  const text = JSON.stringify(line).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (odd) => `\\u${odd.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  process.stdout.write(`${text}\n`);
}

export function redact(text: string): string {
  return SECRET_SHAPES.reduce((clean, shape) => clean.replace(shape, "[redacted]"), text);
}

/** Names and messages of an error and its causes; never their other fields. */
function describeError(error: unknown): string {
  const parts: string[] = [];
  for (let at = error; at instanceof Error && parts.length < MAX_CAUSES; at = at.cause)
    parts.push(`${at.name}: ${messageOf(at)}`);
  return parts.join(" <- ") || "not an Error";
}

/** A database's message may quote the value that it did not take; its code says enough (SE-6). */
function messageOf(error: Error): string {
  const sqlState = findSqlState(error);
  if (sqlState !== null) return `SQLSTATE ${sqlState}`;
  return error.message.replace(/\s+/g, " ").trim();
}

/** Where it was thrown: the frames alone, for the first line repeats the message. */
function readStack(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s*at /.test(line));
  return (
    frames
      .slice(0, MAX_FRAMES)
      .map((frame) => frame.trim())
      .join(" | ") || undefined
  );
}
