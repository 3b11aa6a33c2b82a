// Moves the clock, takes and restores snapshots, rotates keys, clears the ledger and goes back to
// the seed, as the control API does.
import { maxOffsetSeconds, snapshotSchema } from "../control/control-world";
import { checkInput, InputError } from "../world/input-error";
import { readInteger } from "./form-input";
import { showLedger } from "./ledger-view";
import type { Action } from "./routes";
import { showStateWith } from "./state-view";

const place = "/_emulator/state";

export const moveClock: Action = {
  run: ({ state, incoming: { form }, text }) => {
    const by = readInteger(text, form, "by");
    const to = readInteger(text, form, "to") ?? readInteger(text, form, "offsetSeconds");
    const offset = by === undefined ? to : state.clock.offsetSeconds + by;
    if (offset === undefined) throw new InputError("offsetSeconds", text.notNumber);
    if (Math.abs(offset) > maxOffsetSeconds) throw new InputError("offsetSeconds", text.tooFar);
    state.clock.offsetSeconds = offset;
    return place;
  },
  showAgain: showStateWith,
};

export const takeSnapshot: Action = {
  run: ({ state, incoming: { form } }) => {
    const { name } = checkInput(snapshotSchema, { name: form.get("name") ?? "" });
    state.snapshots.take(state, name);
    return `${place}#snapshots`;
  },
  showAgain: showStateWith,
};

export const restoreSnapshot: Action = {
  run: ({ state, incoming: { form } }) => {
    state.snapshots.restore(state, form.get("name") ?? "");
    return `${place}#snapshots`;
  },
  showAgain: showStateWith,
};

export const removeSnapshot: Action = {
  run: ({ state, incoming: { form } }) => {
    const isGone = state.snapshots.remove(form.get("name") ?? "");
    if (!isGone) throw new InputError("name", "there is no such snapshot", 404);
    return `${place}#snapshots`;
  },
  showAgain: showStateWith,
};

export const rotateKeys: Action = {
  run: async ({ state }) => {
    await state.keys.rotate();
    return place;
  },
  showAgain: showStateWith,
};

export const resetState: Action = {
  run: ({ state }) => {
    state.reset();
    return place;
  },
  showAgain: showStateWith,
};

export const clearLedger: Action = {
  run: ({ state }) => {
    state.ledger.clear();
    return "/_emulator";
  },
  showAgain: showLedger,
};
