// Answers control API requests: turns values and input errors into JSON, and keeps other sites out.
import type { ServerResponse } from "node:http";
import type { Incoming } from "../http/incoming";
import type { EmulatorState } from "../world/emulator-state";
import { InputError } from "../world/input-error";
import { callControl } from "./control";

export async function respondToControl(
  state: EmulatorState,
  incoming: Incoming,
  response: ServerResponse,
): Promise<void> {
  try {
    requireOwnOrigin(incoming);
    const { status, value } = await callControl(state, incoming);
    sendJson(response, status, value);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    sendJson(response, error.status, {
      error: "refused",
      field: error.field,
      message: error.message,
    });
  }
}

/** A page of another origin must not steer the emulator of whoever visits it. */
function requireOwnOrigin({ headers, origin }: Incoming): void {
  if (headers.origin !== undefined && headers.origin !== origin) {
    throw new InputError("origin", "the control API takes no requests from other sites", 403);
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json;charset=UTF-8");
  response.setHeader("cache-control", "no-store");
  response.end(JSON.stringify(value));
}
