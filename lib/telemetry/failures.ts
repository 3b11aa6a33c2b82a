// A collector that does not take what it is sent: said in the log, at most once a minute, in words
// of ours; what the collector answered stays out of it. Called by start.ts around each exporter.
import "server-only";
import { logRefusal } from "../http/log";

const QUIET_MS = 60_000;

type Result = { code: number; error?: Error };
type Exporter<Items> = { export(items: Items, done: (result: Result) => void): void };

let saidAt = Number.NEGATIVE_INFINITY;
let unsaid = 0;

/** The same exporter; how its exports end is listened to. */
export function watchFailures<Items, Kind extends Exporter<Items>>(
  signal: "metrics" | "events",
  exporter: Kind & Exporter<Items>,
): Kind {
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) =>
    send(items, (result) => {
      if (result.error !== undefined) report(signal, result.error);
      done(result);
    });
  return exporter;
}

function report(signal: string, error: Error): void {
  unsaid += 1;
  if (performance.now() - saidAt < QUIET_MS) return;
  saidAt = performance.now();
  const failures = unsaid;
  unsaid = 0;
  logRefusal("telemetry.failed", { signal, failures, reason: reasonOf(error) });
}

/** ECONNREFUSED, or the status of the answer. */
function reasonOf(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return /^([A-Z_]{3,40}|\d{3})$/.test(code) ? code : "no answer";
}
