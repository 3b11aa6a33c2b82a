// Answers requests for the panel. Called by server.ts; like the control API, what it does is not
// written to the ledger, which belongs to the app under test.
import type { ServerResponse } from "node:http";
import { type Answer, answerSeeOther } from "../http/answer";
import { deliver } from "../http/deliver";
import type { Incoming } from "../http/incoming";
import type { EmulatorState } from "../world/emulator-state";
import { InputError } from "../world/input-error";
import { answerProblem } from "./frame";
import type { PanelCall } from "./panel-call";
import { findAction, findStatic, findView, panelPrefix } from "./routes";
import { readText } from "./text";

const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

export async function respondToPanel(
  state: EmulatorState,
  incoming: Incoming,
  response: ServerResponse,
): Promise<void> {
  const call = { state, incoming, text: readText(incoming.language), params: [] };
  const { headers, ...answer } = await answerPanel(call);
  const strict = { ...headers, "content-security-policy": contentSecurityPolicy };
  await deliver(response, { ...answer, headers: strict }, {});
}

async function answerPanel(call: PanelCall): Promise<Answer> {
  try {
    const { method, path } = call.incoming;
    if (method === "GET") return findStatic(path) ?? showView(call);
    if (method !== "POST") throw new InputError("method", `not ${method}`, 405);
    requireOwnPage(call.incoming);
    return await act(call);
  } catch (error) {
    if (error instanceof InputError) return answerProblem(call, error);
    throw error;
  }
}

function showView(call: PanelCall): Answer {
  const { path } = call.incoming;
  // A reload after a refused form asks for its address: there is nothing to see there.
  const view = findView(path);
  if (view !== null) return view.show({ ...call, params: view.params });
  if (findAction(path) !== null) return answerSeeOther(panelPrefix);
  throw new InputError("path", `there is no ${path}`, 404);
}

/** Does what a form asks; input that cannot be taken shows the form again, as it was typed. */
async function act(call: PanelCall): Promise<Answer> {
  const action = findAction(call.incoming.path);
  if (action === null) throw new InputError("path", `there is no ${call.incoming.path}`, 404);
  try {
    return answerSeeOther(await action.run(call));
  } catch (error) {
    if (!(error instanceof InputError) || error.status === 404) throw error;
    const form = { values: call.incoming.form, error };
    return { ...action.showAgain(call, form), status: error.status };
  }
}

/**
 * Only the panel's own pages may post: otherwise any site that a developer visits could steer the
 * emulator with a plain form. A browser always sends at least one of these two headers.
 */
function requireOwnPage({ headers, origin }: Incoming): void {
  const isOwn =
    headers.origin === undefined
      ? headers["sec-fetch-site"] === "same-origin"
      : headers.origin === origin;
  if (!isOwn) throw new InputError("origin", "the panel takes forms from its own pages only", 403);
}
