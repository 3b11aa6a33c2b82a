// POST /oauth/tokeninfo: the payload of an ID token, if it was signed here and is not expired.
import { verify } from "node:crypto";
import { type Answer, answerJson } from "../http/answer";
import { type Incoming, readParameter } from "../http/incoming";
import { type JsonObject, parseJson } from "../http/raw-json";
import { refuseToken } from "../rules/rules";
import type { EmulatorState } from "../world/emulator-state";

export function answerTokenInfo(state: EmulatorState, incoming: Incoming): Answer {
  const payload = readGoodPayload(state, readParameter(incoming.form, "id_token"));
  return payload === null ? refuseToken("token-id-token") : answerJson(payload);
}

function readGoodPayload(state: EmulatorState, idToken: string | null): JsonObject | null {
  const [header = "", payload = "", signature = "", ...rest] = (idToken ?? "").split(".");
  if (rest.length > 0) return null;
  const { alg, kid } = decode(header) ?? {};
  const key = alg === "RS256" ? state.keys.findPublished(kid) : null;
  if (key === null) return null;
  const signed = Buffer.from(`${header}.${payload}`);
  const isSigned = verify("sha256", signed, key.publicKey, Buffer.from(signature, "base64url"));
  const claims = decode(payload);
  if (!isSigned || claims === null) return null;
  return Number(claims.exp) > state.clock.nowSeconds() ? claims : null;
}

/** `null` for what is no JSON object in base64url. */
function decode(part: string): JsonObject | null {
  try {
    return parseJson(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    // Whatever else was sent, Kakao answers the same.
    return null;
  }
}
