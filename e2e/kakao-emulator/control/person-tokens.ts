// Tokens without a browser, as a native SDK ends up with after its own sign-in. Called by the
// control API and by the panel.
import { z } from "zod";
import type { Incoming } from "../http/incoming";
import type { JsonObject } from "../http/raw-json";
import { readGrantedScope } from "../kauth/authorize-steps";
import { issueTokens } from "../kauth/token";
import { consentItemIds } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import { checkInput, InputError } from "../world/input-error";
import { connect } from "../world/link-life";
import type { Person } from "../world/person-schema";

const tokensSchema = z.strictObject({
  clientId: z.string().optional(),
  /** What the person agrees to, as if on the consent page. */
  agreed: z.array(z.enum(consentItemIds)).default([...consentItemIds]),
  nonce: z.string().nullable().default(null),
});

type Request = { state: EmulatorState; incoming: Incoming; input: unknown };

/** @throws InputError when no app has this key, or an item is unknown */
export function issuePersonTokens(person: Person, { state, incoming, input }: Request): JsonObject {
  const { clientId, agreed, nonce } = checkInput(tokensSchema, input);
  const wanted = clientId ?? state.apps.list()[0]?.keys[0]?.key ?? null;
  const found = state.apps.findByClientId(wanted);
  if (found === null) throw new InputError("clientId", "no app has this key", 404);
  const { app, key } = found;
  connect(state, app, person, { items: agreed });
  const grant = {
    ...{ appId: app.appId, clientId: key.key, personId: person.id, nonce, openid: app.oidc },
    signInId: crypto.randomUUID(),
    scope: readGrantedScope(state, app, person, app.oidc),
    authTimeSeconds: state.clock.nowSeconds(),
  };
  return issueTokens({ state, incoming, app, key }, grant);
}
