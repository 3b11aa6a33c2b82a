// Sends both webhooks when something happens in the emulator, and makes happen what is due by
// time. Started and stopped with the server.
import type { EmulatorState } from "../world/emulator-state";
import { endIncompleteSignUps } from "../world/link-life";
import { makeAccountStateMessage } from "./account-state-webhook";
import { makeUnlinkMessage } from "./unlink-webhook";

const deadlineCheckMs = 1_000;

/** @returns how to stop: gives up what is under way */
export function startWebhooks(state: EmulatorState): () => Promise<void> {
  const stopListening = state.happenings.listen((happening) => {
    const app = state.apps.findById(happening.appId);
    if (app === null) return;
    const messages = [
      makeUnlinkMessage(app, happening),
      makeAccountStateMessage(state, app, happening),
    ];
    for (const message of messages) if (message !== null) state.outbox.sendInOrder(message);
  });
  const endOverdue = () => endIncompleteSignUps(state);
  const stopWatchingClock = state.clock.listen(endOverdue);
  const timer = setInterval(endOverdue, deadlineCheckMs).unref();
  return async () => {
    stopListening();
    stopWatchingClock();
    clearInterval(timer);
    await state.outbox.close();
  };
}
