// Signs JWTs with the key ring, or makes them wrong on purpose. Used for ID tokens and security
// event tokens. With node:crypto directly, because a library would refuse to make a wrong one.
import {
  constants,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  sign as signWith,
} from "node:crypto";
import type { JwtFault } from "../faults/fault-schema";
import { type Json, type JsonObject, RawJson, writeJson } from "../http/raw-json";
import type { KeyRing } from "./keys";

export type JwtRequest = {
  typ: string;
  claims: JsonObject;
  /** What an HS256 fault signs with, unless it names the public key. */
  clientSecret: string;
};

export function makeJwt(keys: KeyRing, request: JwtRequest, fault: JwtFault = {}): string {
  if (fault.jwt !== undefined) return fault.jwt;
  const alg = fault.alg ?? "RS256";
  const header = override({ alg, typ: request.typ, kid: keys.current.kid }, fault.header);
  const claims = override(request.claims, fault.claims);
  for (const [name, text] of Object.entries(fault.rawClaims ?? {})) {
    claims[name] = new RawJson(text);
  }
  const signed = `${encode(header)}.${encode(claims)}`;
  const key = fault.key === "unpublished" ? keys.unpublished : keys.current;
  const hmacKey =
    fault.hmacKey === "public_key_pem"
      ? key.publicKey.export({ type: "spki", format: "pem" }).toString()
      : request.clientSecret;
  return `${signed}.${signText(signed, alg, key.privateKey, hmacKey)}`;
}

/** A copy with these members set; `null` removes one. */
export function override(object: JsonObject, changes: Record<string, unknown> = {}): JsonObject {
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
