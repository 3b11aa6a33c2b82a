// What the developer console refuses to save, beyond the shape of a field. Called by apps.ts for
// every new or changed app.
import { type App, type AppKey, openConsentItems } from "./app-schema";
import { InputError } from "./input-error";

const maxKeysOfAKind = 5;

/** @throws InputError for the first setting that this kind of app may not have */
export function checkConsoleRules(app: App): void {
  checkBusinessSettings(app);
  for (const kind of ["rest", "javascript", "native"] as const) {
    const count = app.keys.filter((key) => key.kind === kind).length;
    if (count > maxKeysOfAKind) {
      throw new InputError("keys", `at most ${maxKeysOfAKind} ${kind} keys`);
    }
  }
  for (const [index, key] of app.keys.entries()) checkRedirectUris(app, key, index);
}

function checkBusinessSettings(app: App): void {
  if (app.business) {
    if (!app.kakaoSync && app.serviceTerms.length > 0) {
      throw new InputError("serviceTerms", "need Kakao Sync (kakaoSync: true)");
    }
    return;
  }
  const closed = Object.entries(app.consentItems).find(
    ([item, level]) => level !== "off" && !openConsentItems.some((open) => open === item),
  );
  if (closed !== undefined) {
    throw new InputError(`consentItems.${closed[0]}`, "needs a business app (business: true)");
  }
  if (app.kakaoSync || app.serviceTerms.length > 0) {
    throw new InputError("kakaoSync", "needs a business app (business: true)");
  }
}

function checkRedirectUris(app: App, key: AppKey, index: number): void {
  const field = `keys.${index}.redirectUris`;
  if (key.redirectUris.length > app.redirectUriLimit) {
    throw new InputError(field, `at most ${app.redirectUriLimit} (redirectUriLimit)`);
  }
  for (const [place, uri] of key.redirectUris.entries()) {
    if (!uri.includes("*")) continue;
    if (!app.business) {
      throw new InputError(`${field}.${place}`, "a wildcard needs a business app (business: true)");
    }
    if (!wildcardUri.test(uri)) {
      throw new InputError(`${field}.${place}`, "a wildcard is one leading label: https://*.a.com");
    }
  }
}

/** One leading label, at least two more behind it, and none in the path. */
const wildcardUri = /^https?:\/\/\*(\.[a-z0-9-]+){2,}(:\d+)?(\/[^*]*)?$/i;

/**
 * Whether a `redirect_uri` is registered: character for character, or under a wildcard, whose
 * star is one label (Kakao's documents do not say whether it may be several).
 */
export function isRegisteredUri(registered: readonly string[], uri: string): boolean {
  return registered.some((known) => known === uri || fitsWildcard(known, uri));
}

function fitsWildcard(known: string, uri: string): boolean {
  const mark = known.indexOf("//*.");
  if (mark < 0) return false;
  const head = known.slice(0, mark + 2);
  const tail = known.slice(mark + 3);
  if (!uri.startsWith(head) || !uri.endsWith(tail)) return false;
  const label = uri.slice(head.length, uri.length - tail.length);
  return /^[a-z0-9-]+$/i.test(label);
}
