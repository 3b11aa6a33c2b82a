// The OpenID Foundation's test modules for relying parties, and what this app does in each: data for
// openid-conformance.api.spec.ts and for the documents. Where a module lets a client off, because
// the token came over TLS from the token endpoint, the app does not (ASVS 6.8.2).
// @see https://gitlab.com/openid/conformance-suite

export type ConformanceRow = {
  module: string;
  plan: "basic" | "config" | "refresh" | "other" | "FAPI 2.0";
  /** What the app does, in words of the table's reader. */
  expectation: string;
  /** The requirement behind it. */
  ids: string;
  /** Why the module itself does not apply; what is tested instead stands in `expectation`. */
  reason?: string;
};

const noDiscovery = "the addresses and the issuer are configuration; discovery is never asked";
const noTokensKept = "no token of Kakao's is kept, so there is nothing to refresh";

const oidcc = (
  plan: ConformanceRow["plan"],
  name: string,
  expectation: string,
  ids: string,
  reason?: string,
): ConformanceRow => {
  const module = name === "" ? "oidcc-client-test" : `oidcc-client-test-${name}`;
  return { module, plan, expectation, ids, ...(reason !== undefined && { reason }) };
};
const fapi = (name: string, expectation: string, ids: string): ConformanceRow => ({
  module: `fapi2-security-profile-final-client-test-${name}`,
  plan: "FAPI 2.0",
  expectation,
  ids,
});

const refused = "refused, and nothing more is asked";
const signsIn = "signs in";

export const conformanceRows: ConformanceRow[] = [
  oidcc("basic", "", signsIn, "TV-1"),
  oidcc("basic", "invalid-iss", refused, "TV-3"),
  oidcc("basic", "missing-sub", refused, "TV-7"),
  oidcc("basic", "invalid-aud", refused, "TV-4"),
  oidcc("basic", "missing-iat", refused, "TV-5"),
  oidcc("basic", "kid-absent-single-jwks", signsIn, "TV-11"),
  oidcc("basic", "kid-absent-multiple-jwks", refused, "TV-11"),
  oidcc("basic", "idtoken-sig-rs256", signsIn, "TV-2"),
  oidcc("basic", "idtoken-sig-none", refused, "TV-2"),
  oidcc("basic", "invalid-sig-rs256", refused, "TV-1"),
  oidcc("basic", "userinfo-invalid-sub", "refused", "TV-8, K21"),
  oidcc("basic", "nonce-invalid", refused, "TV-6"),
  oidcc("basic", "scope-userinfo-claims", "shows what was agreed to and no more", "K11"),
  oidcc(
    "basic",
    "client-secret-basic",
    "the secret goes in the body, and no header has it",
    "CB-15",
    "Kakao takes client_secret_post only",
  ),
  oidcc(
    "config",
    "discovery-openid-config",
    "signs in with the configured addresses",
    "AR-8",
    noDiscovery,
  ),
  oidcc("config", "discovery-jwks-uri-keys", "keys come from the configured address", "AR-8"),
  oidcc(
    "config",
    "discovery-issuer-mismatch",
    "the document is never asked or believed",
    "AR-8",
    noDiscovery,
  ),
  oidcc("config", "signing-key-rotation", signsIn, "TV-10"),
  oidcc("config", "signing-key-rotation-just-before-signing", signsIn, "TV-10, K16"),
  oidcc("refresh", "refresh-token", "Kakao is not asked again", "TV-17", noTokensKept),
  oidcc("refresh", "refresh-token-invalid-issuer", "not reached", "TV-17", noTokensKept),
  oidcc("refresh", "refresh-token-invalid-sub", "not reached", "TV-17", noTokensKept),
  oidcc("other", "missing-aud", refused, "TV-4"),
  oidcc("other", "invalid-athash", refused, "TV-9"),
  oidcc("other", "missing-athash", signsIn, "TV-9"),
  oidcc("other", "invalid-sig-hs256", refused, "TV-2"),
  oidcc("other", "invalid-sig-es256", refused, "TV-2"),
  oidcc(
    "other",
    "userinfo-bearer-header",
    "the token goes in the header, never in the query",
    "CB-15",
  ),
  oidcc("other", "3rd-party-init-login", "404: a sign-in starts here and nowhere else", "AR-5"),
  fapi("invalid-null-alg", refused, "TV-2"),
  fapi("invalid-alternate-alg", refused, "TV-2"),
  fapi("invalid-secondary-aud", refused, "TV-4"),
  fapi("valid-aud-as-array", signsIn, "TV-4"),
  fapi("invalid-missing-exp", refused, "TV-5"),
  fapi("invalid-expired-exp", refused, "TV-5"),
  fapi("invalid-missing-nonce", refused, "TV-6"),
  fapi(
    "ensure-authorization-response-with-invalid-state-fails",
    "refused before anything is asked",
    "CB-1",
  ),
  fapi(
    "ensure-authorization-response-with-invalid-missing-state-fails",
    "refused before anything is asked",
    "CB-1",
  ),
  fapi("invalid-authorization-response-iss", "refused before anything is asked", "CB-8"),
  fapi("token-type-case-insensitivity", signsIn, "TV-13"),
  fapi("token-endpoint-response-without-expires_in", signsIn, "TV-13"),
];
