// An unlink webhook sent by hand: as Kakao sends it, or forged, repeated, late, malformed. Called
// by the control API and the panel. Nothing is unlinked.
import { z } from "zod";
import type { EmulatorState } from "../world/emulator-state";
import { checkInput } from "../world/input-error";
import { byHandFields, changeHeaders, requireApp, requireUrl, sendRepeatedly } from "./by-hand";
import type { Delivery, Message } from "./deliveries";
import { writeAdminKey, writeUnlinkRequest } from "./unlink-webhook";

export const unlinkByHandSchema = z.strictObject({
  ...byHandFields,
  /** Also one that Kakao does not have yet; `null`: none. */
  referrerType: z.string().nullable().default("UNLINK_FROM_APPS"),
  /** Instead of the app's primary admin key. */
  adminKey: z.string().optional(),
  /** The whole header, instead of `KakaoAK` and a key; `null`: none. */
  authorization: z.string().nullable().optional(),
  /** `app_id` and `user_id` as they are sent; `null`: not at all. */
  appIdSent: z.string().nullable().optional(),
  userIdSent: z.string().nullable().optional(),
  /** More parameters, or other values; a list sends a name several times, `null` removes it. */
  parameters: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]).nullable())
    .default({}),
  /** Sent as it stands, instead of the form. */
  body: z.string().optional(),
});

export type UnlinkWebhookInput = z.input<typeof unlinkByHandSchema>;
type Request = z.output<typeof unlinkByHandSchema>;

/** @throws InputError when the input cannot be taken; then nothing is sent */
export async function sendUnlinkByHand(state: EmulatorState, input: unknown): Promise<Delivery[]> {
  const request = checkInput(unlinkByHandSchema, input);
  const app = requireApp(state, request.appId);
  const target = {
    url: requireUrl(request.url, app.unlinkWebhook),
    method: request.method ?? app.unlinkWebhook?.method ?? "POST",
  };
  const written = writeUnlinkRequest(target, listParameters(request, app.appId), {
    authorization: writeAdminKey(request.adminKey ?? app.adminKey),
  });
  const { authorization, headers } = request;
  const changes = { ...(authorization !== undefined && { authorization }), ...headers };
  const message: Message = {
    ...{ kind: "unlink", event: request.referrerType ?? "", claims: null, byHand: true },
    ...{ appId: app.appId, personId: request.personId },
    ...written,
    body: request.body ?? written.body,
    headers: changeHeaders(written.headers, changes),
  };
  return sendRepeatedly(state, message, request);
}

function listParameters(request: Request, appId: number): [string, string][] {
  const { appIdSent, userIdSent, personId, referrerType, parameters } = request;
  const values = {
    app_id: appIdSent === undefined ? String(appId) : appIdSent,
    user_id: userIdSent === undefined ? personId : userIdSent,
    referrer_type: referrerType,
    ...parameters,
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((one): [string, string] => [name, one]),
  );
}
