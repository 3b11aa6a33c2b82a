// What both webhooks have in common when they are sent by hand, through the control API: as Kakao
// sends them, or late, several times, to another address, with other headers.
import { validateHeaderName, validateHeaderValue } from "node:http";
import { z } from "zod";
import { type App, webhookUrl } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import { InputError } from "../world/input-error";
import type { Delivery, Message } from "./deliveries";

export const byHandFields = {
  /** The first app, unless it is given. */
  appId: z.int().positive().optional(),
  /** Also somebody who does not exist. */
  personId: z.string(),
  /** The app's own webhook, unless it is given. */
  url: webhookUrl.optional(),
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).optional(),
  /** `null` removes one. */
  headers: z.record(z.string(), z.string().nullable()).default({}),
  /** How many times the same request is sent, all at once. */
  repeat: z.int().min(1).max(1000).default(1),
  delayMs: z.int().min(0).max(60_000).default(0),
};

export function requireApp(state: EmulatorState, appId: number | undefined): App {
  const app = appId === undefined ? state.apps.list()[0] : state.apps.findById(appId);
  if (app) return app;
  throw new InputError("appId", "there is no such app", 404);
}

export function requireUrl(given: string | undefined, webhook: { url: string } | null): string {
  const url = given ?? webhook?.url;
  if (url !== undefined) return url;
  throw new InputError("url", "the app has no such webhook: give it one, or a url here");
}

/** @throws InputError for a header that cannot be written */
export function changeHeaders(
  headers: Record<string, string>,
  changes: Record<string, string | null>,
): Record<string, string> {
  const changed: Record<string, string> = { ...headers };
  for (const [givenName, value] of Object.entries(changes)) {
    const name = givenName.toLowerCase();
    if (value === null) delete changed[name];
    else changed[name] = value;
  }
  for (const [name, value] of Object.entries(changed)) checkHeader(name, value);
  return changed;
}

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (cause) {
    throw new InputError(
      `headers.${name}`,
      cause instanceof Error ? cause.message : "not a header",
    );
  }
}

export function sendRepeatedly(
  state: EmulatorState,
  message: Message,
  { repeat, delayMs }: { repeat: number; delayMs: number },
): Promise<Delivery[]> {
  const sendings = Array.from({ length: repeat }, () => state.outbox.sendNow(message, delayMs));
  return Promise.all(sendings);
}
