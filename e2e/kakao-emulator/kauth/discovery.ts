// The OpenID Connect discovery document and the JWKS.
import { type Answer, answerJson } from "../http/answer";
import type { Incoming } from "../http/incoming";
import type { EmulatorState } from "../world/emulator-state";

export function answerDiscovery(state: EmulatorState, incoming: Incoming): Answer {
  const issuer = state.issuer ?? incoming.origin;
  return answerJson({
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    userinfo_endpoint: `${issuer}/v1/oidc/userinfo`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    token_endpoint_auth_methods_supported: ["client_secret_post"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    request_uri_parameter_supported: false,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    claims_supported: [
      "iss",
      "aud",
      "sub",
      "auth_time",
      "exp",
      "iat",
      "nonce",
      "nickname",
      "picture",
      "email",
    ],
  });
}

export function answerJwks(state: EmulatorState): Answer {
  return answerJson(state.keys.toJwks());
}

/** Older metadata of the account-state webhook; the subject of later editions is not known. */
export function answerSseConfiguration(state: EmulatorState, incoming: Incoming): Answer {
  const issuer = state.issuer ?? incoming.origin;
  return answerJson({
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    delivery_methods_supported: ["http://schemas.openid.net/secevent/risc/delivery-method/push"],
  });
}
