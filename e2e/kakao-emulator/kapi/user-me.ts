// GET|POST /v2/user/me: the person as the app may see them, by what it has configured and what
// they agreed to.
import type { Answer } from "../http/answer";
import { answerJson } from "../http/answer";
import type { Incoming } from "../http/incoming";
import { type JsonObject, RawJson } from "../http/raw-json";
import { refuseKapi } from "../rules/rules";
import { type App, type ConsentItemId, consentItemIds } from "../world/app-schema";
import { consentLevel } from "../world/apps";
import type { EmulatorState } from "../world/emulator-state";
import { grantedItems } from "../world/links";
import type { Person } from "../world/person-schema";
import { type Caller, findCaller, readKapiParameter } from "./caller";

/** Configurable items this emulator knows no values of: only their flag is answered. */
const flagOnlyItems: ConsentItemId[] = [
  "name",
  "age_range",
  "birthyear",
  "birthday",
  "gender",
  "phone_number",
];

/** A consent item is there when configured, and its value when agreed to as well. */
type Consent = { isConfigured: boolean; isAgreed: boolean };
type View = { person: Person; secure: boolean; of: (item: ConsentItemId) => Consent };

export function answerUserMe(state: EmulatorState, incoming: Incoming): Answer {
  const found = findCaller(state, incoming);
  if ("refusal" in found) return found.refusal;
  const keys = readPropertyKeys(incoming);
  if (keys === null) return refuseKapi("kapi-bad-parameter", { parameter: "property_keys" });
  const secure = readKapiParameter(incoming, "secure_resource") === "true";
  return answerJson(pickProperties(describePerson(found.caller, secure), keys));
}

function describePerson({ app, person, link }: Caller, secure: boolean): JsonObject {
  const view = { person, secure, of: consentReader(app, grantedItems(app, link)) };
  return {
    id: new RawJson(person.id),
    connected_at: toKakaoTime(link.connectedAtMs),
    properties: describeProperties(view),
    kakao_account: {
      ...describeProfile(view),
      ...flagsOf(view),
      ...describeEmail(view),
    },
  };
}

function consentReader(app: App, granted: ConsentItemId[]) {
  return (item: ConsentItemId): Consent => ({
    isConfigured: consentLevel(app, item) !== "off",
    isAgreed: granted.includes(item),
  });
}

/** The old user properties, which live answers still carry next to `kakao_account`. */
function describeProperties({ person, secure, of }: View): JsonObject | undefined {
  const nickname = of("profile_nickname").isAgreed ? person.nickname : null;
  const images = of("profile_image").isAgreed ? person : { imageUrl: null, thumbnailUrl: null };
  if (nickname === null && images.imageUrl === null) return undefined;
  return {
    nickname: nickname ?? undefined,
    profile_image: toImageUrl(images.imageUrl, secure),
    thumbnail_image: toImageUrl(images.thumbnailUrl, secure),
  };
}

function describeProfile({ person, secure, of }: View): JsonObject {
  const nickname = of("profile_nickname");
  const image = of("profile_image");
  const profile: JsonObject = {};
  if (nickname.isAgreed) profile.nickname = person.nickname ?? undefined;
  if (image.isAgreed) {
    profile.thumbnail_image_url = toImageUrl(person.thumbnailUrl, secure);
    profile.profile_image_url = toImageUrl(person.imageUrl, secure);
    profile.is_default_image = person.defaultImage;
  }
  if (nickname.isAgreed) profile.is_default_nickname = person.defaultNickname;
  return {
    profile_nickname_needs_agreement: flag(nickname),
    profile_image_needs_agreement: flag(image),
    profile: nickname.isAgreed || image.isAgreed ? profile : undefined,
  };
}

function describeEmail({ person, of }: View): JsonObject {
  const consent = of("account_email");
  if (!consent.isConfigured) return {};
  const answer: JsonObject = {
    has_email: person.email !== null,
    email_needs_agreement: flag(consent),
  };
  if (!consent.isAgreed || person.email === null) return answer;
  return {
    ...answer,
    is_email_valid: person.emailValid,
    is_email_verified: person.emailVerified,
    email: person.email,
  };
}

function flagsOf({ of }: View): JsonObject {
  const items = consentItemIds.filter((item) => flagOnlyItems.includes(item));
  return Object.fromEntries(items.map((item) => [`${item}_needs_agreement`, flag(of(item))]));
}

/** Not configured: neither flag nor value. Configured, not agreed: the flag is true. */
function flag({ isConfigured, isAgreed }: Consent): boolean | undefined {
  return isConfigured ? !isAgreed : undefined;
}

function toImageUrl(url: string | null, secure: boolean): string | undefined {
  return (secure ? url?.replace(/^http:/, "https:") : url) ?? undefined;
}

/** Kakao's times have whole seconds. */
export function toKakaoTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/** The wanted keys; empty for all, `null` when it is no JSON array of strings. */
function readPropertyKeys(incoming: Incoming): string[] | null {
  const text = readKapiParameter(incoming, "property_keys");
  if (text === null) return [];
  try {
    const keys: unknown = JSON.parse(text);
    const isList = Array.isArray(keys) && keys.every((key) => typeof key === "string");
    return isList ? keys : null;
  } catch {
    // Not JSON at all: the caller answers the same refusal as for the wrong JSON.
    return null;
  }
}

/** Keeps what a key names: `kakao_account.email`, or with a trailing dot all children. */
function pickProperties(answer: JsonObject, keys: string[]): JsonObject {
  if (keys.length === 0) return answer;
  const pick = (parent: string, children: JsonObject) =>
    Object.fromEntries(
      Object.entries(children).filter(([child]) => keys.some((key) => names(key, parent, child))),
    );
  return {
    id: answer.id,
    connected_at: answer.connected_at,
    properties: emptyAsAbsent(pick("properties", (answer.properties ?? {}) as JsonObject)),
    kakao_account: emptyAsAbsent(pick("kakao_account", (answer.kakao_account ?? {}) as JsonObject)),
  };
}

/** A key names its own value and what belongs to it: `…email` also `is_email_valid`. */
function names(key: string, parent: string, child: string): boolean {
  if (key === parent || key === `${parent}.`) return true;
  const wanted = key.startsWith(`${parent}.`) ? key.slice(parent.length + 1) : null;
  if (wanted === null) return false;
  return child === wanted || (parent === "kakao_account" && child.split("_").includes(wanted));
}

function emptyAsAbsent(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
