// A receiver of security event tokens as strict as it should be, for the emulator's own tests:
// jose, the emulator's JWKS over HTTP, RFC 8417 and RFC 8935.
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from "jose";
import { defaultApp } from "../defaults";

export type SecurityEventClaims = JWTPayload & {
  toe: number;
  txm: string;
  events: Record<string, { subject: Record<string, string>; reason?: string }>;
};

/** @throws a jose error when the token is not one of this issuer for this audience */
export async function verifySecurityEventToken(
  token: string,
  {
    origin,
    audience = defaultApp.restApiKey,
    issuer = origin,
  }: {
    origin: string;
    audience?: string;
    issuer?: string;
  },
): Promise<{ header: Record<string, unknown>; claims: SecurityEventClaims }> {
  const keys = createRemoteJWKSet(new URL(`${origin}/.well-known/jwks.json`));
  const { payload, protectedHeader } = await jwtVerify<SecurityEventClaims>(token, keys, {
    ...{ issuer, audience, typ: "secevent+jwt", algorithms: ["RS256"] },
    ...{ maxTokenAge: "7d", clockTolerance: 60 },
    requiredClaims: ["iss", "aud", "sub", "iat", "jti", "toe", "events"],
  });
  return { header: protectedHeader, claims: payload };
}
