// ID tokens: the claims Kakao documents, or wrong ones when a fault asks for them. Called by the
// token endpoint.
import type { IdTokenFault } from "../faults/fault-schema";
import type { JsonObject } from "../http/raw-json";
import type { App, AppKey } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import type { Grant } from "../world/grants";
import { makeJwt } from "../world/jwt";
import { grantedItems } from "../world/links";
import type { Person } from "../world/person-schema";

export type IdTokenRequest = {
  app: App;
  key: AppKey;
  grant: Grant;
  nonce: string | null;
  issuer: string;
  expiresIn: number;
};

export function makeIdToken(
  state: EmulatorState,
  request: IdTokenRequest,
  fault: IdTokenFault = {},
): string {
  const claims = makeClaims(state, request);
  const { clientSecret } = request.key;
  return makeJwt(state.keys, { typ: "JWT", claims, clientSecret }, fault);
}

function makeClaims(state: EmulatorState, request: IdTokenRequest): JsonObject {
  const { grant, nonce, issuer, expiresIn } = request;
  const now = state.clock.nowSeconds();
  return {
    aud: grant.clientId,
    sub: grant.personId,
    auth_time: grant.authTimeSeconds,
    iss: issuer,
    exp: now + expiresIn,
    iat: now,
    nonce: nonce ?? undefined,
    ...makeProfileClaims(state, request),
  };
}

function makeProfileClaims(state: EmulatorState, { app, grant }: IdTokenRequest): JsonObject {
  const person = state.people.find(grant.personId);
  const link = state.links.find(app.appId, grant.personId);
  if (person === null || link === null) return {};
  const granted = grantedItems(app, link);
  return {
    nickname: granted.includes("profile_nickname") ? (person.nickname ?? undefined) : undefined,
    picture: granted.includes("profile_image") ? (person.thumbnailUrl ?? undefined) : undefined,
    email: granted.includes("account_email") ? findTrustedEmail(person) : undefined,
  };
}

/** Kakao puts an address into an ID token only if it is valid and verified. */
function findTrustedEmail(person: Person): string | undefined {
  const isTrusted = person.emailValid && person.emailVerified;
  return isTrusted ? (person.email ?? undefined) : undefined;
}
