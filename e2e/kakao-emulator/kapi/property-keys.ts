// `property_keys`: which parts of a person a caller wants. Read by /v2/user/me and /v2/app/users.
import type { Incoming } from "../http/incoming";
import type { App } from "../world/app-schema";
import { type AccountSubject, accountSubjects } from "./account-view";
import { readNameList } from "./parameters";
import { refuse } from "./refusal";

/** User properties that Kakao fills itself, from the live profile. */
export const builtInProperties = ["nickname", "profile_image", "thumbnail_image"] as const;

export type Wanted = {
  hasSignedUp: boolean;
  subjects: readonly AccountSubject[];
  /** Names of user properties; `all` is not the same as all that the app has defined now. */
  properties: readonly string[] | "all";
};

export const everything: Wanted = {
  hasSignedUp: true,
  subjects: accountSubjects,
  properties: "all",
};

export const nothing: Wanted = { hasSignedUp: false, subjects: [], properties: [] };

const account = "kakao_account.";
const properties = "properties.";
const topLevel = ["id", "has_signed_up", "connected_at", "synched_at"];

/** What was asked for; `null` when the call has no `property_keys`, or an empty list. */
export function readPropertyKeys(incoming: Incoming, app: App): Wanted | null {
  const keys = readNameList(incoming, "property_keys");
  if (keys === null || keys.length === 0) return null;
  const unknown = keys.filter((key) => !isKnown(app, key));
  if (unknown.length > 0) throw refuseProperties(app, unknown);
  return {
    hasSignedUp: keys.includes("has_signed_up"),
    subjects: accountSubjects.filter(
      (subject) => keys.includes(account) || keys.includes(`${account}${subject}`),
    ),
    properties: keys.includes(properties) ? "all" : namesBehind(properties, keys),
  };
}

export function refuseProperties(app: App, names: string[]) {
  const values = { properties: names.join(", "), appId: String(app.appId) };
  return refuse("kapi-unknown-property", values);
}

function isKnown(app: App, key: string): boolean {
  if (key === account || key === properties || topLevel.includes(key)) return true;
  if (key.startsWith(account)) {
    return accountSubjects.some((subject) => key === `${account}${subject}`);
  }
  const [name] = namesBehind(properties, [key]);
  const known: readonly string[] = [...builtInProperties, ...app.userProperties];
  return name !== undefined && known.includes(name);
}

function namesBehind(parent: string, keys: string[]): string[] {
  return keys.filter((key) => key.startsWith(parent)).map((key) => key.slice(parent.length));
}
