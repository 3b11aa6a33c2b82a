// What the panel's views and actions receive. Made by panel-server.ts for every request.
import type { Incoming } from "../http/incoming";
import type { App } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import { InputError } from "../world/input-error";
import type { Person } from "../world/person-schema";
import type { PanelText } from "./text";

export type PanelCall = {
  state: EmulatorState;
  incoming: Incoming;
  text: PanelText;
  /** The variable parts of the path, in order. */
  params: string[];
};

/** @throws InputError (404), which becomes the panel's own not-found page */
export function requirePerson({ state }: PanelCall, id: string | null | undefined): Person {
  const person = state.people.find(id);
  if (person === null) throw new InputError("personId", "there is no such person", 404);
  return person;
}

/** @throws InputError (404), which becomes the panel's own not-found page */
export function requireApp({ state }: PanelCall, appId: string | null | undefined): App {
  const app = state.apps.findById(Number(appId));
  if (app === null) throw new InputError("appId", "there is no such app", 404);
  return app;
}
