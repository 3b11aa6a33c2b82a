// Sets and removes faults, as the control API does.
import { splitList } from "../http/incoming";
import { InputError } from "../world/input-error";
import { showFaultsWith } from "./faults-view";
import { readInteger, readJsonObject } from "./form-input";
import type { PanelCall } from "./panel-call";
import type { Action } from "./routes";

const place = "/_emulator/faults";

const switches = [
  "hang",
  "drop",
  "ignorePkce",
  "acceptCodeReuse",
  "hangAfterHeaders",
  "gzipBomb",
] as const;

const numbers = [
  "status",
  "delayMs",
  "dripBytesPerSecond",
  "truncateBodyTo",
  "hugeBodyBytes",
] as const;

export const setFault: Action = {
  run: (call) => {
    const effects = { ...readEffects(call), ...readIdToken(call) };
    const isIdle = Object.values(effects).every((value) => value === undefined);
    if (isIdle) throw new InputError("effects", call.text.noEffect);
    call.state.faults.add({ ...readScope(call), ...effects });
    return place;
  },
  showAgain: showFaultsWith,
};

export const removeFault: Action = {
  run: ({ state, incoming }) => {
    const isGone = state.faults.remove(incoming.form.get("faultId") ?? "");
    if (!isGone) throw new InputError("faultId", "there is no such fault", 404);
    return place;
  },
  showAgain: showFaultsWith,
};

export const clearFaults: Action = {
  run: ({ state }) => {
    state.faults.clear();
    return place;
  },
  showAgain: showFaultsWith,
};

function readScope({ text, incoming: { form } }: PanelCall) {
  return {
    endpoint: form.get("endpoint") ?? "",
    personId: form.get("personId")?.trim() || undefined,
    clientId: form.get("clientId") || undefined,
    times: readInteger(text, form, "times"),
  };
}

function readEffects({ text, incoming: { form } }: PanelCall) {
  const removed = splitList(form.get("removeFields"));
  return {
    kakaoCode: form.get("kakaoCode") || undefined,
    body: form.get("body") || undefined,
    redirectTo: form.get("redirectTo") || undefined,
    headers: readJsonObject(text, form, "headers"),
    setFields: readJsonObject(text, form, "setFields"),
    removeFields: removed.length === 0 ? undefined : removed,
    ...Object.fromEntries(switches.map((name) => [name, readSwitch(form, name)])),
    ...Object.fromEntries(numbers.map((name) => [name, readInteger(text, form, name)])),
  };
}

function readIdToken({ text, incoming: { form } }: PanelCall) {
  const idToken = {
    omit: readSwitch(form, "idToken.omit"),
    key: readSwitch(form, "idToken.unpublished") && "unpublished",
    alg: form.get("idToken.alg") || undefined,
    hmacKey: form.get("idToken.hmacKey") || undefined,
    claims: readJsonObject(text, form, "idToken.claims"),
    jwt: form.get("idToken.jwt")?.trim() || undefined,
  };
  const isIdle = Object.values(idToken).every((value) => value === undefined);
  return { idToken: isIdle ? undefined : idToken };
}

function readSwitch(form: URLSearchParams, name: string): true | undefined {
  return form.get(name) === "on" ? true : undefined;
}
