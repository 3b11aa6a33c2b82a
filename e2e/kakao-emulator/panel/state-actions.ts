// Moves the clock, rotates keys, clears the ledger and goes back to the seed, as the control API
// does.
import { InputError } from "../world/input-error";
import { readInteger } from "./form-input";
import { showLedger } from "./ledger-view";
import type { Action } from "./routes";
import { showStateWith } from "./state-view";

const place = "/_emulator/state";

/** A hundred years either way: beyond it, dates stop being dates. */
const maxOffsetSeconds = 100 * 366 * 86_400;

export const moveClock: Action = {
  run: ({ state, incoming: { form }, text }) => {
    const by = readInteger(text, form, "by");
    const to = readInteger(text, form, "to") ?? readInteger(text, form, "offsetSeconds");
    const offset = by === undefined ? to : state.clock.offsetSeconds + by;
    if (offset === undefined || Math.abs(offset) > maxOffsetSeconds) {
      throw new InputError("offsetSeconds", text.notNumber);
    }
    state.clock.offsetSeconds = offset;
    return place;
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
