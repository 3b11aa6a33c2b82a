// What an app brings to POST /api/token, read and not yet believed. Called by exchange.ts.
import "server-only";
import { HttpError } from "../http/errors";
import { readJson } from "../http/json-body";
import { idTokenRequest, kakaoAuthorization } from "./api-schemas";

export type Credential =
  | { kind: "access_token"; accessToken: string }
  | { kind: "id_token"; idToken: string; nonce: string };

/**
 * An access token in the header, or an id_token with its nonce in the body. Who an app says it
 * speaks for is of no interest: other fields beside an access token are not looked at (NX-2).
 *
 * @throws HttpError 400 when there is neither or both, or something that is no token; 413, 415
 */
export async function readCredential(request: Request): Promise<Credential> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null && !kakaoAuthorization.safeParse(authorization).success)
    throw new HttpError(400, "INVALID_TOKEN");
  const body = await readJson(request);
  if (authorization === null) return readIdToken(body);
  // Two of them might be two people.
  if (body !== null && "id_token" in body) throw new HttpError(400, "INVALID_TOKEN");
  return { kind: "access_token", accessToken: authorization.replace(/^Bearer +/i, "") };
}

function readIdToken(body: unknown): Credential {
  const { data } = idTokenRequest.safeParse(body);
  if (!data) throw new HttpError(400, "INVALID_TOKEN");
  return { kind: "id_token", idToken: data.id_token, nonce: data.nonce };
}
