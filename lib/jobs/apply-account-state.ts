// An event of Kakao's about somebody who was unknown when it came, once more: a sign-in may have
// been under way. Called by run.ts for jobs "account_state".
import "server-only";
import { z } from "zod";
import { applyAccountEvent } from "../users/account-state";
import type { JobResult } from "./handlers";
import type { Job } from "./queue";

const details = z.object({
  at: z.iso.datetime().transform((text) => new Date(text)),
  endsSessions: z.boolean(),
  state: z.enum(["blocked", "enabled"]).nullable(),
  asksWhetherLinked: z.boolean(),
  refreshes: z.boolean(),
  drops: z.array(z.enum(["nickname", "image", "email"])),
  withdrawn: z.array(z.string()),
});

export async function applyAccountState({ kakaoId, details: given }: Job): Promise<JobResult> {
  if (kakaoId === null) throw new Error("an event without a person");
  await applyAccountEvent({ kakaoId, ...details.parse(given) });
  return "done";
}
