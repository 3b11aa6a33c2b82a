// POST /v1/user/signup, for apps without auto-link, and POST /v1/user/update_profile: both store
// user properties of the app's own.
import { type JsonObject, RawJson } from "../http/raw-json";
import { isPreregistered, type PersonCall, requireSignedUp } from "./caller";
import { readTextObject } from "./parameters";
import { refuseProperties } from "./property-keys";
import { refuse } from "./refusal";

export function answerSignUp(call: PersonCall): JsonObject {
  const { state, person, link } = call;
  if (!isPreregistered(call)) throw refuse("kapi-already-signed-up");
  const properties = readProperties(call);
  link.signedUp = true;
  // `connected_at` is when the link was completed.
  link.connectedAtMs = state.clock.nowMs();
  storeProperties(call, properties ?? new Map());
  state.tell("user-linked", link);
  return { id: new RawJson(person.id) };
}

export function answerUpdateProfile(call: PersonCall): JsonObject {
  requireSignedUp(call);
  const properties = readProperties(call);
  if (properties === null) throw refuse("kapi-missing-parameter", { parameter: "properties" });
  storeProperties(call, properties);
  return { id: new RawJson(call.person.id) };
}

function readProperties({ incoming, app }: PersonCall): Map<string, string> | null {
  const properties = readTextObject(incoming, "properties");
  const unknown = [...(properties?.keys() ?? [])].filter(
    (name) => !app.userProperties.includes(name),
  );
  if (unknown.length > 0) throw refuseProperties(app, unknown);
  return properties;
}

function storeProperties({ link }: PersonCall, properties: Map<string, string>): void {
  link.properties = { ...link.properties, ...Object.fromEntries(properties) };
}
