// The control calls about the world as a whole: reset, clock, snapshots, and what it is as a seed.
import { z } from "zod";
import type { EmulatorState } from "../world/emulator-state";
import { checkInput, InputError } from "../world/input-error";
import { readSeed } from "../world/seed";
import type { ControlCall, ControlRoute } from "./control";

const done = { status: "ok" };

export const worldRoutes: ControlRoute[] = [
  { method: "GET", path: /^\/health$/, handle: () => done },
  { method: "POST", path: /^\/reset$/, handle: reset },
  { method: "GET", path: /^\/clock$/, handle: ({ state }) => readClock(state) },
  { method: "POST", path: /^\/clock$/, handle: setClock },
  { method: "GET", path: /^\/seed$/, handle: ({ state }) => readSeed(state) },
  { method: "GET", path: /^\/snapshots$/, handle: ({ state }) => state.snapshots.list() },
  { method: "POST", path: /^\/snapshots$/, status: 201, handle: takeSnapshot },
  { method: "POST", path: /^\/snapshots\/([^/]+)\/restore$/, handle: restoreSnapshot },
  { method: "DELETE", path: /^\/snapshots\/([^/]+)$/, handle: removeSnapshot },
];

function reset({ state }: ControlCall) {
  state.reset();
  return done;
}

export function readClock({ clock }: EmulatorState) {
  return { offsetSeconds: clock.offsetSeconds, now: new Date(clock.nowMs()).toISOString() };
}

function setClock({ state, input }: ControlCall) {
  const schema = z.strictObject({
    offsetSeconds: z.int().min(-maxOffsetSeconds).max(maxOffsetSeconds),
  });
  state.clock.offsetSeconds = checkInput(schema, input).offsetSeconds;
  return readClock(state);
}

/** A hundred years: further than any lifetime, and still a date. */
export const maxOffsetSeconds = 100 * 366 * 24 * 60 * 60;

export const snapshotSchema = z.strictObject({ name: z.string().regex(/^[\w.-]{1,60}$/) });

function takeSnapshot({ state, input }: ControlCall) {
  return state.snapshots.take(state, checkInput(snapshotSchema, input).name);
}

function restoreSnapshot({ state, params: [name = ""] }: ControlCall) {
  return state.snapshots.restore(state, name);
}

function removeSnapshot({ state, params: [name = ""] }: ControlCall) {
  if (state.snapshots.remove(name)) return done;
  throw new InputError("name", "there is no such snapshot", 404);
}
