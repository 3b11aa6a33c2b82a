// What a fault may say. Checked here when the control API or a test sets one.
import { z } from "zod";
import { type EndpointId, endpointIds, endpoints } from "../rules/endpoints";
import { findRule } from "../rules/rules";

/** These requests say nothing of whom they are about, so their faults cannot be scoped. */
const anonymousEndpoints: readonly EndpointId[] = ["jwks", "discovery", "sse_configuration"];

const json = z.json();
export const jsonByName = z.record(z.string(), json);

/** How a JWT is made wrong on purpose: an ID token by a fault, a webhook's token by hand. */
export const jwtFaultSchema = z.strictObject({
  /** Which RSA key signs; `unpublished` keeps the current `kid` unless `header` says otherwise. */
  key: z.enum(["published", "unpublished"]).optional(),
  alg: z.enum(["RS256", "RS384", "RS512", "PS256", "ES256", "HS256", "none"]).optional(),
  /** For HS256: what the verifier might take for the key. */
  hmacKey: z.enum(["client_secret", "public_key_pem"]).optional(),
  /** Members set in the header or the claims; `null` removes one. */
  header: jsonByName.optional(),
  claims: jsonByName.optional(),
  /** Claims as raw JSON text, for what JSON.stringify cannot write (`1e400`, 64-bit numbers). */
  rawClaims: z.record(z.string(), z.string()).optional(),
  /** Sent as it stands instead of a signed token. */
  jwt: z.string().optional(),
});

const idTokenFaultSchema = jwtFaultSchema.extend({ omit: z.boolean().optional() });

export const faultSchema = z
  .strictObject({
    endpoint: z.enum(endpointIds),
    personId: z.string().optional(),
    clientId: z.string().optional(),
    /** How often it strikes before it is gone; without it, until it is cleared. */
    times: z.int().positive().optional(),

    // These replace the answer: the request is not processed, a code is not used up.
    status: z.int().min(200).max(599).optional(),
    body: z.string().optional(),
    kakaoCode: z.union([z.int(), z.string()]).optional(),
    redirectTo: z.string().optional(),
    hang: z.boolean().optional(),
    drop: z.boolean().optional(),

    // These change the real answer.
    headers: z.record(z.string(), z.string()).optional(),
    setFields: jsonByName.optional(),
    setRawFields: z.record(z.string(), z.string()).optional(),
    removeFields: z.array(z.string()).optional(),
    idToken: idTokenFaultSchema.optional(),
    ignorePkce: z.boolean().optional(),
    acceptCodeReuse: z.boolean().optional(),

    // These change how any answer travels.
    delayMs: z.int().min(0).max(600_000).optional(),
    dripBytesPerSecond: z.int().positive().optional(),
    hangAfterHeaders: z.boolean().optional(),
    truncateBodyTo: z.int().min(0).optional(),
    hugeBodyBytes: z.int().positive().max(1_073_741_824).optional(),
    gzipBombBytes: z.int().positive().max(1_073_741_824).optional(),
    /** Short for `gzipBombBytes` of 200 MiB. */
    gzipBomb: z.boolean().optional(),
  })
  .superRefine((fault, context) => {
    const noPerson = anonymousEndpoints.includes(fault.endpoint);
    for (const field of ["personId", "clientId"] as const) {
      if (noPerson && fault[field] !== undefined) {
        const message = `a ${fault.endpoint} request says nothing of whom it is about`;
        context.addIssue({ code: "custom", path: [field], message });
      }
    }
    if (fault.kakaoCode !== undefined && findFaultRule(fault.endpoint, fault.kakaoCode) === null) {
      const message = `the rules table has no such code for ${fault.endpoint}`;
      context.addIssue({ code: "custom", path: ["kakaoCode"], message });
    }
  });

export type FaultInput = z.input<typeof faultSchema>;
export type FaultEffects = Omit<z.output<typeof faultSchema>, "endpoint">;
export type JwtFault = z.output<typeof jwtFaultSchema>;
export type IdTokenFault = z.output<typeof idTokenFaultSchema>;
export type Fault = z.output<typeof faultSchema> & { id: string };

/** The row of the rules table that a fault's `kakaoCode` means at this endpoint. */
export function findFaultRule(endpoint: EndpointId, code: string | number) {
  if (endpoint === "authorize") return findRule(code, ["page", "callback"]);
  if (endpoint === "account_logout") return findRule(code, ["page"]);
  return findRule(code, endpoints[endpoint].host === "kauth" ? ["token"] : ["kapi"]);
}
