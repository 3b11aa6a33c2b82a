// Which view and which action of the panel a path means, and its files for the browser.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "../http/answer";
import { palette, stylePath, styleSheet } from "../pages/style";
import { changeApp, makeApp } from "./app-actions";
import { showApp } from "./app-view";
import { showApps } from "./apps-view";
import { clearFaults, removeFault, setFault } from "./fault-actions";
import { showFaults } from "./faults-view";
import type { FormState } from "./fields";
import { sendLedgerRows, showLedger } from "./ledger-view";
import type { PanelCall } from "./panel-call";
import { showPeople } from "./people-view";
import { changePersonFields, issueTokens, makePerson } from "./person-actions";
import { removePerson, unlinkPerson } from "./person-ends";
import { showPerson } from "./person-view";
import { showRules } from "./rules-view";
import {
  clearLedger,
  moveClock,
  removeSnapshot,
  resetState,
  restoreSnapshot,
  rotateKeys,
  takeSnapshot,
} from "./state-actions";
import { showState } from "./state-view";
import { sendAccountState, sendUnlink } from "./webhook-actions";
import { showWebhooks } from "./webhooks-view";

export const panelPrefix = "/_emulator";

export type Action = {
  /** Does it, and answers where the browser goes next. */
  run: (call: PanelCall) => string | Promise<string>;
  /** The page of the form, with what was typed and what is wrong with it. */
  showAgain: (call: PanelCall, form: FormState) => Answer;
};

const views: { path: RegExp; show: (call: PanelCall) => Answer }[] = [
  { path: /^\/?$/, show: showLedger },
  { path: /^\/panel\/ledger-rows$/, show: sendLedgerRows },
  { path: /^\/people$/, show: showPeople },
  { path: /^\/people\/(\d+)$/, show: showPerson },
  { path: /^\/apps$/, show: showApps },
  { path: /^\/apps\/(\d+)$/, show: showApp },
  { path: /^\/faults$/, show: showFaults },
  { path: /^\/webhooks$/, show: showWebhooks },
  { path: /^\/state$/, show: showState },
  { path: /^\/rules$/, show: showRules },
];

const actions = new Map<string, Action>([
  ["clear-ledger", clearLedger],
  ["make-person", makePerson],
  ["change-person", changePersonFields],
  ["delete-person", removePerson],
  ["unlink-person", unlinkPerson],
  ["issue-tokens", issueTokens],
  ["make-app", makeApp],
  ["change-app", changeApp],
  ["set-fault", setFault],
  ["remove-fault", removeFault],
  ["clear-faults", clearFaults],
  ["send-unlink", sendUnlink],
  ["send-account-state", sendAccountState],
  ["move-clock", moveClock],
  ["take-snapshot", takeSnapshot],
  ["restore-snapshot", restoreSnapshot],
  ["remove-snapshot", removeSnapshot],
  ["rotate-keys", rotateKeys],
  ["reset", resetState],
]);

const read = (file: string) => readFileSync(join(import.meta.dirname, "browser", file), "utf8");

const sheets = ["base.css", "frame.css", "forms.css", "tables.css", "ledger.css"].map(read);

const statics = new Map([
  [stylePath, { text: styleSheet, contentType: "text/css;charset=UTF-8" }],
  [
    `${panelPrefix}/panel/panel.css`,
    { text: [palette, ...sheets].join("\n"), contentType: "text/css;charset=UTF-8" },
  ],
  [
    `${panelPrefix}/panel/live-ledger.js`,
    { text: read("live-ledger.js"), contentType: "text/javascript;charset=UTF-8" },
  ],
]);

/** The sign-in and consent pages stand under the same prefix, but are Kakao's, not the panel's. */
export function isPanelPath(path: string): boolean {
  if (path === panelPrefix || path === stylePath) return true;
  return /^\/_emulator\/(|(panel|people|apps|faults|webhooks|state|rules)(\/.*)?)$/.test(path);
}

export function findStatic(path: string): Answer | null {
  const file = statics.get(path);
  return file === undefined ? null : { status: 200, content: { kind: "text", ...file } };
}

export function findView(
  path: string,
): { show: (call: PanelCall) => Answer; params: string[] } | null {
  const rest = path.slice(panelPrefix.length);
  for (const view of views) {
    const match = view.path.exec(rest);
    if (match !== null) return { show: view.show, params: match.slice(1) };
  }
  return null;
}

export function findAction(path: string): Action | null {
  const name = /^\/_emulator\/panel\/([a-z-]+)$/.exec(path)?.[1];
  return actions.get(name ?? "") ?? null;
}
