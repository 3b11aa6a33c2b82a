// The account-state webhook: what Kakao sends when something happens to an account or its link.
// Made here for a happening; by hand through account-state-by-hand.ts.
import { securityEvents } from "../rules/security-events";
import type { App } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import type { Happening } from "../world/happenings";
import type { Message } from "./deliveries";
import { makeSecurityEventToken, readClaims } from "./security-event-token";

export const securityEventContentType = "application/secevent+jwt";

/** `null` when the app has no such webhook, or may not be told of this. */
export function makeAccountStateMessage(
  state: EmulatorState,
  app: App,
  happening: Happening,
): Message | null {
  const webhook = app.accountStateWebhook;
  const { kind, personId, atSeconds, reason = null } = happening;
  const { uri, group } = securityEvents[kind];
  const needsPermission = group === "risc" || group === "caep";
  if (webhook === null || (needsPermission && !webhook.riscPermitted)) return null;
  const request = { app, personId, eventUri: uri, toe: atSeconds, reason };
  const body = makeSecurityEventToken(state, request);
  return {
    ...{ kind: "account-state", event: kind, appId: app.appId, personId, byHand: false },
    ...{ url: webhook.url, method: "POST", body, claims: readClaims(body) },
    headers: { "content-type": securityEventContentType },
  };
}
