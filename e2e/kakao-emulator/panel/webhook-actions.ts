// Sends a webhook by hand, as the control API does: also one with a wrong key or no signature.
import { sendAccountStateByHand } from "../webhooks/account-state-by-hand";
import { sendUnlinkByHand } from "../webhooks/unlink-by-hand";
import { readInteger } from "./form-input";
import type { PanelCall } from "./panel-call";
import type { Action } from "./routes";
import { showWebhooksWith } from "./webhooks-view";

const place = "/_emulator/webhooks";
/** Of Kakao's shape, and nobody's. */
const wrongAdminKey = "0".repeat(32);

export const sendUnlink: Action = {
  run: async (call) => {
    const { form } = call.incoming;
    await sendUnlinkByHand(call.state, {
      ...readTarget(call),
      referrerType: form.get("referrerType") ?? undefined,
      adminKey: form.get("wrongKey") === "on" ? wrongAdminKey : undefined,
      authorization: form.get("noKey") === "on" ? null : undefined,
    });
    return place;
  },
  showAgain: (call, form) => showWebhooksWith(call, "send-unlink", form),
};

export const sendAccountState: Action = {
  run: async (call) => {
    const { form } = call.incoming;
    const isOn = (name: string) => form.get(name) === "on";
    await sendAccountStateByHand(call.state, {
      ...readTarget(call),
      event: form.get("event") ?? undefined,
      reason: form.get("reason") || undefined,
      jti: form.get("jti")?.trim() || undefined,
      set: {
        key: isOn("unpublished") ? "unpublished" : undefined,
        alg: isOn("algNone") ? "none" : undefined,
      },
    });
    return place;
  },
  showAgain: (call, form) => showWebhooksWith(call, "send-account-state", form),
};

function readTarget({ text, incoming: { form } }: PanelCall) {
  return {
    appId: readInteger(text, form, "appId"),
    personId: form.get("personId")?.trim() ?? "",
    url: form.get("url")?.trim() || undefined,
    repeat: readInteger(text, form, "repeat"),
  };
}
