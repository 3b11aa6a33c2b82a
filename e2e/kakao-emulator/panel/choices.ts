// Choices that several forms of the panel offer.
import type { PanelCall } from "./panel-call";

/** Every key of every app. */
export function keyChoices({ state }: PanelCall): { value: string; label: string }[] {
  return state.apps.list().flatMap(({ name, keys }) =>
    keys.map(({ key, kind }) => ({
      value: key,
      label: `${name} · ${kind} · ${key.slice(0, 8)}…`,
    })),
  );
}
