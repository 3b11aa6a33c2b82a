// GET /v1/api/talk/profile: the profile in KakaoTalk, here the same as the Kakao account's.
import { type JsonObject, RawJson } from "../http/raw-json";
import type { ConsentItemId } from "../world/app-schema";
import { grantedItems } from "../world/links";
import { type PersonCall, requireSignedUp } from "./caller";
import { consentsOf, toSecureUrl } from "./consents";
import { refuse } from "./refusal";

const items: ConsentItemId[] = ["profile_nickname", "profile_image"];
const apiType = "TALK_PROFILE";

export function answerTalkProfile(call: PersonCall): JsonObject {
  requireSignedUp(call);
  requireConsent(call);
  const { app, person, link } = call;
  if (!person.talkUser) throw refuse("kapi-no-talk-user");
  const consents = consentsOf(app, link);
  const image = consents("profile_image").isAgreed
    ? person
    : { imageUrl: null, thumbnailUrl: null };
  return {
    id: new RawJson(person.id),
    nickName: consents("profile_nickname").isAgreed ? (person.nickname ?? undefined) : undefined,
    profileImageURL: image.imageUrl === null ? undefined : toSecureUrl(image.imageUrl),
    thumbnailURL: image.thumbnailUrl === null ? undefined : toSecureUrl(image.thumbnailUrl),
  };
}

/** One of its two items is enough. */
function requireConsent({ app, link }: PersonCall): void {
  const consents = consentsOf(app, link);
  const configured = items.filter((item) => consents(item).isConfigured);
  if (configured.length === 0) {
    throw refuse("kapi-item-off", { app: app.name, items: items.join(","), api: apiType });
  }
  if (configured.some((item) => consents(item).isAgreed)) return;
  throw refuse(
    "kapi-scope",
    {},
    { api_type: apiType, required_scopes: configured, allowed_scopes: grantedItems(app, link) },
  );
}
