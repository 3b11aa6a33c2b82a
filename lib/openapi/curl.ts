// A call as a command line that can be copied. Called by the page for developers.
import type { Call } from "./calls";

type Part = { header: string } | { json: Record<string, string> };

/** Each of the ways to make a call; tokens are shell variables, for they are nobody's but one's own. */
export function writeCurls(origin: string, call: Call): string[] {
  return waysOf(call).map((parts) => writeCurl(origin, call, parts));
}

function waysOf({ id }: Call): Part[][] {
  switch (id) {
    case "exchangeKakaoToken":
      return [
        [{ header: "Authorization: Bearer $KAKAO_ACCESS_TOKEN" }],
        [{ json: { id_token: "$ID_TOKEN", nonce: "$NONCE" } }],
      ];
    case "refreshTokens":
    case "revokeTokens":
      return [[{ json: { refresh_token: "$REFRESH_TOKEN" } }]];
    case "readMe":
      return [[{ header: "Authorization: Bearer $ACCESS_TOKEN" }]];
    default:
      return [[]];
  }
}

function writeCurl(origin: string, { method, path }: Call, parts: Part[]): string {
  const request = method === "GET" ? "curl" : `curl --request ${method}`;
  return [`${request} ${origin}${path}`, ...parts.flatMap(writePart)].join(" \\\n  ");
}

function writePart(part: Part): string[] {
  if ("header" in part) return [`--header "${part.header}"`];
  const fields = Object.entries(part.json).map(([name, value]) => `\\"${name}\\": \\"${value}\\"`);
  return ['--header "Content-Type: application/json"', `--data "{${fields.join(", ")}}"`];
}
