// Loads the SDK only where the environment asks for it. Called by instrumentation.ts, once.
import "server-only";
import { env } from "../env";

export async function startTelemetryIfAsked(): Promise<void> {
  const { telemetry, appEnv } = env();
  if (telemetry === null) return;
  const { startTelemetry } = await import("./start");
  startTelemetry(telemetry, appEnv);
}
