// ID tokens: the claims Kakao documents, signed with the key ring, or made wrong on purpose by a
// fault. Signed with node:crypto directly, because a library would refuse to make a wrong one.
import {
  constants,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  sign as signWith,
} from "node:crypto";
import type { IdTokenFault } from "../faults/fault-schema";
import { type Json, type JsonObject, RawJson, writeJson } from "../http/raw-json";
import type { App, AppKey } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import type { Grant } from "../world/grants";
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
  if (fault.jwt !== undefined) return fault.jwt;
  const alg = fault.alg ?? "RS256";
  const header = override({ alg, typ: "JWT", kid: state.keys.current.kid }, fault.header);
  const claims = override(makeClaims(state, request), fault.claims);
  for (const [name, text] of Object.entries(fault.rawClaims ?? {})) {
    claims[name] = new RawJson(text);
  }
  const signed = `${encode(header)}.${encode(claims)}`;
  const key = fault.key === "unpublished" ? state.keys.unpublished : state.keys.current;
  const hmacKey =
    fault.hmacKey === "public_key_pem"
      ? key.publicKey.export({ type: "spki", format: "pem" }).toString()
      : request.key.clientSecret;
  return `${signed}.${signText(signed, alg, key.privateKey, hmacKey)}`;
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

function override(object: JsonObject, changes: Record<string, unknown> = {}): JsonObject {
  const changed = { ...object };
  for (const [name, value] of Object.entries(changes)) {
    changed[name] = value === null ? undefined : (value as Json);
  }
  return changed;
}

function encode(object: JsonObject): string {
  return Buffer.from(writeJson(object)).toString("base64url");
}

function signText(text: string, alg: string, rsaKey: KeyObject, hmacKey: string): string {
  if (alg === "none") return "";
  if (alg === "HS256") return createHmac("sha256", hmacKey).update(text).digest("base64url");
  if (alg === "ES256") return signWithEllipticCurve(text);
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const key = alg === "PS256" ? { key: rsaKey, padding, saltLength: 32 } : rsaKey;
  return signWith(`sha${alg.slice(2)}`, Buffer.from(text), key).toString("base64url");
}

function signWithEllipticCurve(text: string): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = { key: privateKey, dsaEncoding: "ieee-p1363" } as const;
  return signWith("sha256", Buffer.from(text), key).toString("base64url");
}
