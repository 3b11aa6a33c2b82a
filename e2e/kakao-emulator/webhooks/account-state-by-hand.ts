// An account-state webhook sent by hand: any event, signed rightly or wrongly, again, out of
// order. Called by the control API and the panel. Nothing happens to the account.
import { z } from "zod";
import { jsonByName, jwtFaultSchema } from "../faults/fault-schema";
import { securityEvents } from "../rules/security-events";
import type { EmulatorState } from "../world/emulator-state";
import { type HappeningKind, happeningKinds } from "../world/happenings";
import { checkInput } from "../world/input-error";
import { securityEventContentType } from "./account-state-webhook";
import { byHandFields, changeHeaders, requireApp, requireUrl, sendRepeatedly } from "./by-hand";
import type { Delivery, Message } from "./deliveries";
import { makeSecurityEventToken, readClaims } from "./security-event-token";

const isKnown = (event: string): event is HappeningKind =>
  happeningKinds.some((kind) => kind === event);

export const accountStateByHandSchema = z.strictObject({
  ...byHandFields,
  /** One of Kakao's by its name, or any other by its address. */
  event: z
    .string()
    .refine((event) => isKnown(event) || URL.canParse(event), "an event's name or its URI")
    .default("user-unlinked"),
  /** `null`: none. An unlink has UNLINK_FROM_APPS, unless it is given. */
  reason: z.string().nullable().optional(),
  /** Seconds since 1970; now, unless it is given. */
  toe: z.int().optional(),
  jti: z.string().optional(),
  /** Members of the event set beside or instead of `subject` and `reason`; `null` removes one. */
  payload: jsonByName.default({}),
  /** What is wrong with the token: the same as in a fault's `idToken`. */
  set: jwtFaultSchema.default({}),
  /** `null`: none. */
  contentType: z.string().nullable().default(securityEventContentType),
});

export type AccountStateWebhookInput = z.input<typeof accountStateByHandSchema>;

/** @throws InputError when the input cannot be taken; then nothing is sent */
export async function sendAccountStateByHand(
  state: EmulatorState,
  input: unknown,
): Promise<Delivery[]> {
  const request = checkInput(accountStateByHandSchema, input);
  const { event, personId, toe, jti, payload, set, contentType } = request;
  const app = requireApp(state, request.appId);
  const url = requireUrl(request.url, app.accountStateWebhook);
  const usualReason = event === "user-unlinked" ? "UNLINK_FROM_APPS" : null;
  const token = makeSecurityEventToken(
    state,
    {
      ...{ app, personId, jti, payload, toe: toe ?? state.clock.nowSeconds() },
      eventUri: isKnown(event) ? securityEvents[event].uri : event,
      reason: request.reason === undefined ? usualReason : request.reason,
    },
    set,
  );
  const message: Message = {
    ...{ kind: "account-state", event, appId: app.appId, personId, byHand: true, url },
    ...{ method: request.method ?? "POST", body: token, claims: readClaims(token) },
    headers: changeHeaders({}, { "content-type": contentType, ...request.headers }),
  };
  return sendRepeatedly(state, message, request);
}
