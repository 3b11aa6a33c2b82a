// The unlink webhook: what Kakao sends when a link ends outside of the app. Made here for a
// happening; by hand through unlink-by-hand.ts.
import { unlinkReasonRows } from "../rules/webhooks";
import type { App } from "../world/app-schema";
import type { Happening } from "../world/happenings";
import type { Message } from "./deliveries";

type Parameters = Record<string, string>;

/** `null` when the app has no such webhook, or this is nothing that it is told. */
export function makeUnlinkMessage(app: App, happening: Happening): Message | null {
  const { kind, reason, personId } = happening;
  if (app.unlinkWebhook === null || kind !== "user-unlinked" || reason === undefined) return null;
  if (!unlinkReasonRows[reason].unlinkWebhook) return null;
  const { appId } = app;
  return {
    ...{ kind: "unlink", event: reason, appId, personId, byHand: false, claims: null },
    ...writeUnlinkRequest(
      app.unlinkWebhook,
      { app_id: String(appId), user_id: personId, referrer_type: reason },
      { authorization: writeAdminKey(app.adminKey) },
    ),
  };
}

export function writeAdminKey(adminKey: string): string {
  return `KakaoAK ${adminKey}`;
}

/** The parameters go into the query of a GET, and into a form with any other method. */
export function writeUnlinkRequest(
  { url, method }: { url: string; method: string },
  parameters: Parameters | [string, string][],
  headers: Record<string, string>,
): Pick<Message, "url" | "method" | "headers" | "body"> {
  const text = new URLSearchParams(parameters).toString();
  if (method === "GET" || method === "HEAD") {
    return { url: withQuery(url, text), method, headers, body: null };
  }
  const form = { "content-type": "application/x-www-form-urlencoded" };
  return { url, method, headers: { ...form, ...headers }, body: text };
}

/** The query that the address already has stays as it is. */
function withQuery(address: string, query: string): string {
  const url = new URL(address);
  url.search = url.search === "" ? query : `${url.search}&${query}`;
  return url.href;
}
