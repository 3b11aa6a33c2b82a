// From where a call of kapi comes: the address of the machine, and the website that a JavaScript
// key's token runs in. Checked by caller.ts once the app is known.
import type { Incoming } from "../http/incoming";
import type { App } from "../world/app-schema";
import type { Token } from "../world/grants";
import type { Credentials } from "./credentials";
import { KapiRefusal, refuse } from "./refusal";

export function checkIp(app: App, { callerIp }: Incoming, { scheme }: Credentials): void {
  if (app.allowedIps === null || app.allowedIps.includes(callerIp)) return;
  const { answer } = refuse("kapi-caller-ip", { callerIp });
  const headers = { "www-authenticate": `${scheme} error=invalid_token` };
  throw new KapiRefusal({ ...answer, headers });
}

/** A server that was handed such a token names no website, and is not asked for one. */
export function checkDomain(app: App, incoming: Incoming, token: Token): void {
  const domains = app.keys.find(({ key }) => key === token.clientId)?.javascriptDomains ?? [];
  const caller = findWebsite(incoming);
  if (domains.length === 0 || caller === null || domains.includes(caller)) return;
  throw refuse("kapi-caller-domain", { caller });
}

/** Kakao's JavaScript SDK says it in its `KA` header, a browser in `Origin`. */
function findWebsite({ headers }: Incoming): string | null {
  const encoded = /(?:^| )origin\/(\S+)/.exec(String(headers.ka ?? ""))?.[1];
  if (encoded === undefined) return headers.origin ?? null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Not percent-encoded: then it is no website that anybody registered.
    return encoded;
  }
}
