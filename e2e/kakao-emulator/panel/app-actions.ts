// Makes and changes apps, as the control API does.
import { readChange, readMaking } from "./app-form";
import { showAppWith } from "./app-view";
import { showAppsWith } from "./apps-view";
import { type PanelCall, requireApp } from "./panel-call";
import type { Action } from "./routes";

export const makeApp: Action = {
  run: ({ state, incoming }) =>
    `/_emulator/apps/${state.apps.add(readMaking(incoming.form)).appId}`,
  showAgain: showAppsWith,
};

export const changeApp: Action = {
  run: (call) => {
    const { appId } = call.state.apps.update(requireNamed(call), readChange(call.incoming.form));
    return `/_emulator/apps/${appId}`;
  },
  showAgain: (call, form) => showAppWith(call, requireNamed(call), form),
};

/** The app that the form names. */
function requireNamed(call: PanelCall) {
  return requireApp(call, call.incoming.form.get("appId"));
}
