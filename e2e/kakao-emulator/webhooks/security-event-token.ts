// Security event tokens (SET): the claims Kakao puts into them, signed with the keys of ID tokens.
// Made for a happening by account-state-webhook.ts, and right or wrong by hand.
import { randomUUID } from "node:crypto";
import type { JwtFault } from "../faults/fault-schema";
import type { Json, JsonObject } from "../http/raw-json";
import type { App } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import { makeJwt, override } from "../world/jwt";

export type SecurityEventTokenRequest = {
  app: App;
  personId: string;
  eventUri: string;
  /** When it happened, in seconds. */
  toe: number;
  reason: string | null;
  /** By hand: members of the event set; `null` removes one. */
  payload?: Record<string, unknown>;
  jti?: string;
};

/** @see RFC 8417 §2.2. No `exp`: an event does not expire. */
export function makeSecurityEventToken(
  state: EmulatorState,
  request: SecurityEventTokenRequest,
  fault: JwtFault = {},
): string {
  const claims = makeClaims(state, request);
  const clientSecret = request.app.keys[0]?.clientSecret ?? "";
  return makeJwt(state.keys, { typ: "secevent+jwt", claims, clientSecret }, fault);
}

function makeClaims(state: EmulatorState, request: SecurityEventTokenRequest): JsonObject {
  const { app, personId, eventUri, toe, reason, payload, jti } = request;
  const iss = state.ownIssuer;
  const subject = { subject_type: "iss-sub", iss, sub: personId };
  const event: JsonObject = { subject, reason: reason ?? undefined };
  return {
    iss,
    aud: readAudience(app),
    sub: personId,
    iat: state.clock.nowSeconds(),
    toe,
    // RFC 8417 says `txn`; Kakao's texts and the receivers that read it say `txm`.
    txm: randomUUID(),
    jti: jti ?? randomUUID(),
    events: { [eventUri]: override(event, payload) },
  };
}

function readAudience(app: App): string {
  const restKey = app.keys.find(({ kind }) => kind === "rest") ?? app.keys[0];
  const isAppId = app.accountStateWebhook?.audience === "app_id" || restKey === undefined;
  return isAppId ? String(app.appId) : restKey.key;
}

/** What a JWT says, for the log; `null` when it is none. */
export function readClaims(jwt: string): Json {
  try {
    return JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8")) as Json;
  } catch {
    return null;
  }
}
