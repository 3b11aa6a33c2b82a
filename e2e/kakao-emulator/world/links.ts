// Who is linked to which app, and what they agreed to give it. Written by the consent page,
// forgotten by unlinking, read by every answer about a person.
import type { App, ConsentItemId } from "./apps";
import { consentItemIds, consentLevel } from "./apps";
import type { Person } from "./people";

export type Link = {
  appId: number;
  personId: string;
  agreed: Set<ConsentItemId>;
  connectedAtMs: number;
};

export class LinkStore {
  private links: Link[] = [];

  clear(): void {
    this.links = [];
  }

  list(): Link[] {
    return [...this.links];
  }

  find(appId: number, personId: string): Link | null {
    return this.links.find((link) => link.appId === appId && link.personId === personId) ?? null;
  }

  /** Links, or adds to what was agreed before; consent is only ever taken back by unlinking. */
  agree(app: App, person: Person, items: Iterable<ConsentItemId>, nowMs: number): Link {
    const existing = this.find(app.appId, person.id);
    if (existing !== null) {
      for (const item of items) existing.agreed.add(item);
      return existing;
    }
    const { appId } = app;
    const link = { appId, personId: person.id, agreed: new Set(items), connectedAtMs: nowMs };
    this.links.push(link);
    return link;
  }

  remove(personId: string, appId?: number): void {
    this.links = this.links.filter(
      (link) => link.personId !== personId || (appId !== undefined && link.appId !== appId),
    );
  }
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
  if (level === "off" || link?.agreed.has(id)) return false;
  if (scopes.includes(id)) return true;
  return link === null && level !== "during_use";
}

/** Agreed items the app still has configured, in Kakao's order. */
export function grantedItems(app: App, link: Link): ConsentItemId[] {
  return consentItemIds.filter((id) => link.agreed.has(id) && consentLevel(app, id) !== "off");
}
