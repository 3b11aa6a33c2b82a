// GET /v1/oidc/userinfo: the person in the names of OpenID Connect.
import type { JsonObject } from "../http/raw-json";
import type { ConsentItemId } from "../world/app-schema";
import { isPreregistered, type PersonCall } from "./caller";
import { consentsOf } from "./consents";
import { refuse } from "./refusal";

/** What may be told of somebody whom the app has not signed up yet. */
const preregisteredItems: ConsentItemId[] = ["profile_nickname", "profile_image", "account_email"];

export function answerUserinfo(call: PersonCall): JsonObject {
  const { app, person, link } = call;
  if (!app.oidc) throw refuse("kapi-feature-off");
  const consents = consentsOf(app, link);
  const waits = isPreregistered(call);
  const ifAgreed = <Value>(item: ConsentItemId, value: Value | null): Value | undefined => {
    const isHidden = waits && !preregisteredItems.includes(item);
    return consents(item).isAgreed && !isHidden ? (value ?? undefined) : undefined;
  };
  const email = ifAgreed("account_email", person.email);
  const phoneNumber = ifAgreed("phone_number", person.phoneNumber);
  return {
    sub: person.id,
    name: ifAgreed("name", person.name),
    nickname: ifAgreed("profile_nickname", person.nickname),
    picture: ifAgreed("profile_image", person.thumbnailUrl),
    email,
    email_verified: email === undefined ? undefined : person.emailValid && person.emailVerified,
    gender: ifAgreed("gender", person.gender),
    birthdate: toBirthdate(
      ifAgreed("birthyear", person.birthyear),
      ifAgreed("birthday", person.birthday),
    ),
    phone_number: phoneNumber,
    phone_number_verified: phoneNumber === undefined ? undefined : true,
  };
}

/** `YYYY-MM-DD`, `0000-MM-DD` without the year, `YYYY` without the day. */
function toBirthdate(year: string | undefined, day: string | undefined): string | undefined {
  if (day === undefined) return year;
  return `${year ?? "0000"}-${day.slice(0, 2)}-${day.slice(2)}`;
}
