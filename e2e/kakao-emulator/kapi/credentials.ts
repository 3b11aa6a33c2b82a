// What a call of kapi shows: `Bearer {access token}` or `KakaoAK {admin key}` in its header.
import { type Incoming, readParameter } from "../http/incoming";

export type Credentials = { scheme: "Bearer" | "KakaoAK"; value: string };

/** `missing` also means a scheme that Kakao does not know; `malformed`, one that it cannot read. */
export function readCredentials(incoming: Incoming): Credentials | "missing" | "malformed" {
  const header = incoming.headers.authorization;
  if (header === undefined) return readQuery(incoming) ?? "missing";
  const [, scheme, value] = /^(Bearer|KakaoAK)(?: +(.*))?$/i.exec(header) ?? [];
  if (scheme === undefined) return "missing";
  if (value === undefined || !/^[\x21-\x7e]+$/.test(value)) return "malformed";
  return { scheme: scheme.toLowerCase() === "bearer" ? "Bearer" : "KakaoAK", value };
}

/**
 * Without a header the query counts: not documented, yet all that clients such as passport-kakao
 * send, and they sign people in at Kakao.
 */
function readQuery({ query }: Incoming): Credentials | null {
  const value = readParameter(query, "access_token");
  return value === null ? null : { scheme: "Bearer", value };
}
