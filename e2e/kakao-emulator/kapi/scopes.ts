// GET /v2/user/scopes and POST /v2/user/revoke/scopes: the consent items, and taking them back.
import { type JsonObject, RawJson } from "../http/raw-json";
import { consentItemNames } from "../pages/text";
import { type ConsentItemId, consentItemIds } from "../world/app-schema";
import { consentLevel } from "../world/apps";
import { withdrawItems } from "../world/link-life";
import type { PersonCall } from "./caller";
import { readNameList, requireNameList } from "./parameters";
import { refuse } from "./refusal";

/** Items that let the app do something; all others tell it something. */
const serviceItems: ConsentItemId[] = ["talk_message"];

export function answerScopes(call: PersonCall): JsonObject {
  const wanted = readNameList(call.incoming, "scopes");
  return describeScopes(call, (id) => wanted === null || wanted.includes(id));
}

/** Answers all items, as they are afterwards. */
export function answerRevokeScopes(call: PersonCall): JsonObject {
  const { state, app, link } = call;
  const ids = requireNameList(call.incoming, "scopes");
  const agreed = ids.filter((id): id is ConsentItemId => link.agreed.some((item) => item === id));
  if (agreed.length < ids.length) {
    const unknown = ids.filter((id) => !agreed.some((item) => item === id));
    throw refuse("kapi-no-scope-to-revoke", { ids: unknown.join(", ") });
  }
  const required = agreed.filter((id) => consentLevel(app, id) === "required");
  if (required.length > 0) throw refuse("kapi-not-revocable", { ids: required.join(", ") });
  withdrawItems(state, link, agreed);
  return describeScopes(call, () => true);
}

/** An item that was agreed to stays in the list when the app no longer uses it. */
function describeScopes(
  { app, person, link }: PersonCall,
  isWanted: (id: ConsentItemId) => boolean,
): JsonObject {
  const listed = consentItemIds.filter(
    (id) => (consentLevel(app, id) !== "off" || link.agreed.includes(id)) && isWanted(id),
  );
  return {
    id: new RawJson(person.id),
    scopes: listed.map((id) => {
      const agreed = link.agreed.includes(id);
      return {
        id,
        display_name: consentItemNames[id].ko,
        type: serviceItems.includes(id) ? "SERVICE" : "PRIVACY",
        using: consentLevel(app, id) !== "off",
        agreed,
        revocable: agreed ? consentLevel(app, id) !== "required" : undefined,
      };
    }),
  };
}
