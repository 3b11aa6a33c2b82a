// GET|POST /v2/user/me: the person as the app may see them, by what it has configured and what
// they agreed to.
import { type JsonObject, RawJson } from "../http/raw-json";
import { describePreregisteredAccount, describeSubject, type View } from "./account-view";
import { isPreregistered, type PersonCall } from "./caller";
import { consentsOf, toSecureUrl } from "./consents";
import { readFlag } from "./parameters";
import { everything, readPropertyKeys, type Wanted } from "./property-keys";

export function answerUserMe(call: PersonCall): JsonObject {
  const secure = readFlag(call.incoming, "secure_resource");
  const wanted = readPropertyKeys(call.incoming, call.app);
  return describePerson(call, wanted ?? everything, secure);
}

/** `id` and the times are always there; of the rest, what is wanted. */
export function describePerson(
  call: Pick<PersonCall, "app" | "person" | "link">,
  wanted: Wanted,
  secure: boolean,
): JsonObject {
  const { app, person, link } = call;
  const view = { person, secure, consents: consentsOf(app, link) };
  const waits = isPreregistered(call);
  const user: JsonObject = {
    id: new RawJson(person.id),
    has_signed_up: !app.autoLink && wanted.hasSignedUp ? !waits : undefined,
    connected_at: toKakaoTime(link.connectedAtMs),
  };
  if (waits) return { ...user, kakao_account: describeWaiting(view, wanted) };
  return {
    ...user,
    synched_at: link.syncedAtMs === null ? undefined : toKakaoTime(link.syncedAtMs),
    properties: describeProperties(call, view, wanted),
    kakao_account: describeAccount(view, wanted),
  };
}

function describeAccount(view: View, wanted: Wanted): JsonObject | undefined {
  const members = wanted.subjects.map((subject) => describeSubject(view, subject));
  const account: JsonObject = Object.assign({}, ...members);
  return wanted === everything ? account : emptyAsAbsent(account);
}

function describeWaiting(view: View, { subjects }: Wanted): JsonObject | undefined {
  const { profile, ...email } = describePreregisteredAccount(view);
  return emptyAsAbsent({
    ...(subjects.includes("profile") && { profile }),
    ...(subjects.includes("email") && email),
  });
}

/** The app's own properties, and the old ones that live answers still carry. */
function describeProperties(
  { app, link }: Pick<PersonCall, "app" | "link">,
  { person, secure, consents }: View,
  wanted: Wanted,
): JsonObject | undefined {
  const values = new Map<string, string | null>();
  const toUrl = (url: string | null) => (secure && url !== null ? toSecureUrl(url) : url);
  if (consents("profile_nickname").isAgreed) values.set("nickname", person.nickname);
  if (consents("profile_image").isAgreed) {
    values.set("profile_image", toUrl(person.imageUrl));
    values.set("thumbnail_image", toUrl(person.thumbnailUrl));
  }
  for (const name of app.userProperties) {
    // An app may call a property `constructor`.
    if (Object.hasOwn(link.properties, name)) values.set(name, link.properties[name] ?? null);
  }
  const names = wanted.properties === "all" ? [...values.keys()] : wanted.properties;
  return emptyAsAbsent(
    Object.fromEntries(names.map((name) => [name, values.get(name) ?? undefined])),
  );
}

/** Kakao's times have whole seconds. */
export function toKakaoTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

function emptyAsAbsent(object: JsonObject): JsonObject | undefined {
  return Object.values(object).every((value) => value === undefined) ? undefined : object;
}
