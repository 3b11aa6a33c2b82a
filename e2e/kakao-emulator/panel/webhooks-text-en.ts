// The words of the webhooks' page, in English; the compiler holds it to webhooks-text-ko.ts.
import type { webhooksKo } from "./webhooks-text-ko";

export const webhooksEn: typeof webhooksKo = {
  webhook: {
    title: "Webhooks",
    lead: "What was sent to the apps and what came of it; and sending one by hand.",
    empty: "No webhook was sent yet. Give the app an address in its settings.",
    byHand: "by hand",
    outcomes: {
      delivered: "received",
      refused: "refused",
      redirected: "a redirect, which is a failure",
      "timed out": "no answer within 3 s",
      unreachable: "cannot be reached",
    },
    claims: "Claims of the SET",
    unlink: "Send an unlink webhook",
    accountState: "Send an account-state webhook",
    event: "Event",
    personHint: "Also a member number that does not exist.",
    url: "Address",
    urlHint: "Left empty, the one in the app's settings.",
    repeat: "How many times",
    jtiHint: "Left empty, a new one. The same one twice is a duplicate.",
    wrongKey: "With a wrong admin key",
    noKey: "Without Authorization",
    send: "Send",
  },
};
