// Who is linked to which app, and what they agreed to give it. Written by link-life.ts, read by
// every answer about a person. Plain data, so that a snapshot can hold it.
import { type App, type ConsentItemId, consentItemIds } from "./app-schema";
import { consentLevel } from "./apps";

export type AgreedTerm = { tag: string; agreedAtMs: number; agreedBy: "KAUTH" | "KAPI" };

export type LinkName = { appId: number; personId: string };

export type Link = LinkName & {
  agreed: ConsentItemId[];
  connectedAtMs: number;
  /** `false` only in an app without auto-link, until it calls /v1/user/signup. */
  signedUp: boolean;
  /** When Kakao Sync's terms were first agreed to; `null` without Sync. */
  syncedAtMs: number | null;
  terms: AgreedTerm[];
  /** Public ids of channels that were added on the way. */
  channels: string[];
  /** User properties that the app set. */
  properties: Record<string, string>;
};

export class LinkStore {
  private links = new Map<string, Link>();

  clear(): void {
    this.links.clear();
  }

  dump(): Link[] {
    return this.list();
  }

  load(links: Link[]): void {
    this.clear();
    for (const link of links) this.put(link);
  }

  list(): Link[] {
    return [...this.links.values()];
  }

  find(appId: number, personId: string): Link | null {
    return this.links.get(nameOf(appId, personId)) ?? null;
  }

  put(link: Link): void {
    this.links.set(nameOf(link.appId, link.personId), link);
  }

  remove(link: Link): void {
    this.links.delete(nameOf(link.appId, link.personId));
  }
}

function nameOf(appId: number, personId: string): string {
  return `${appId}:${personId}`;
}

export type AskedItem = { id: ConsentItemId; required: boolean };

/**
 * The items the consent page must show, or `null` when there is nothing to ask. First time: all
 * required and optional items, and items "during use" only when named. Later: named ones only.
 */
export function findItemsToAsk(app: App, link: Link | null, scopes: string[]): AskedItem[] | null {
  const items = consentItemIds.filter((id) => isAsked(app, link, scopes, id));
  if (link !== null && items.length === 0) return null;
  return items.map((id) => ({ id, required: consentLevel(app, id) === "required" }));
}

function isAsked(app: App, link: Link | null, scopes: string[], id: ConsentItemId): boolean {
  const level = consentLevel(app, id);
  if (level === "off" || link?.agreed.includes(id)) return false;
  if (scopes.includes(id)) return true;
  return link === null && level !== "during_use";
}

/** Agreed items the app still has configured, in Kakao's order. */
export function grantedItems(app: App, link: Link): ConsentItemId[] {
  return consentItemIds.filter((id) => link.agreed.includes(id) && consentLevel(app, id) !== "off");
}
