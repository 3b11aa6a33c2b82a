// What an app may see of a person: the consent items it has configured, and those they agreed to.
// Used by every answer that holds something personal.
import type { App, ConsentItemId } from "../world/app-schema";
import { consentLevel } from "../world/apps";
import { grantedItems, type Link } from "../world/links";

export type Consent = { isConfigured: boolean; isAgreed: boolean };

export type Consents = (item: ConsentItemId) => Consent;

export function consentsOf(app: App, link: Link): Consents {
  const granted = grantedItems(app, link);
  return (item) => ({
    isConfigured: consentLevel(app, item) !== "off",
    isAgreed: granted.includes(item),
  });
}

/** Kakao's picture addresses are http unless they are asked for otherwise. */
export function toSecureUrl(url: string): string {
  return url.replace(/^http:/, "https:");
}
