// Runs once when the server starts, and whenever a request fails in a way nobody caught.
// Next.js compiles this file for the edge runtime too, which we never use: hence the imports inside.
import type { Instrumentation } from "next";

/** A server with a faulty environment must not answer anything. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { stopOnFaultyEnvironment } = await import("#lib/env/stop-on-faulty");
  stopOnFaultyEnvironment();
  const { startTelemetryIfAsked } = await import("#lib/telemetry/start-if-asked");
  await startTelemetryIfAsked();
  const { warnOfUnverifiedDatabase } = await import("#lib/database-line");
  warnOfUnverifiedDatabase();
  const { warnOfIncompleteOperator } = await import("./app/privacy/incomplete");
  warnOfIncompleteOperator();
  const { passOnSocketAddresses } = await import("#lib/http/socket-address");
  passOnSocketAddresses();
  const { secureEveryAnswer } = await import("#lib/http/every-answer");
  secureEveryAnswer();
  const { refuseUnreadableRequests } = await import("#lib/http/unreadable-requests");
  refuseUnreadableRequests();
  const { runJobsInDevelopment } = await import("#lib/jobs/development");
  runJobsInDevelopment();
  // `next dev` has a socket for reloading, and ends at once.
  if (process.env.NODE_ENV !== "production") return;
  const { limitSlowClients } = await import("#lib/http/slow-clients");
  limitSlowClients();
  const { stopGracefully } = await import("#lib/http/graceful-stop");
  stopGracefully();
}

export const onRequestError: Instrumentation.onRequestError = async (error, request) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logFailedRequest } = await import("#lib/http/log-failed-request");
  logFailedRequest(error, request);
};
