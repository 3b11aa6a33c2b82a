// The part of the control API that is about webhooks: what was sent, and sending by hand.
import { z } from "zod";
import { sendAccountStateByHand } from "../webhooks/account-state-by-hand";
import { sendUnlinkByHand } from "../webhooks/unlink-by-hand";
import { checkInput } from "../world/input-error";
import type { ControlCall, ControlRoute } from "./control";

const settleTimeoutMs = 5_000;

export const webhookRoutes: ControlRoute[] = [
  { method: "GET", path: /^\/webhooks$/, handle: readWebhooks },
  {
    method: "POST",
    path: /^\/webhooks\/unlink$/,
    handle: ({ state, input }) => sendUnlinkByHand(state, input),
  },
  {
    method: "POST",
    path: /^\/webhooks\/account-state$/,
    handle: ({ state, input }) => sendAccountStateByHand(state, input),
  },
];

const filterSchema = z.strictObject({
  appId: z.coerce.number().int().optional(),
  personId: z.string().optional(),
  since: z.coerce.number().int().optional(),
  /** Waits for those that are under way. */
  settled: z.literal("1").optional(),
});

async function readWebhooks({ state, incoming }: ControlCall) {
  const { settled, ...filter } = checkInput(filterSchema, Object.fromEntries(incoming.query));
  if (settled !== undefined) await state.outbox.settle(filter, settleTimeoutMs);
  return state.outbox.read(filter);
}
