// A browser's or an app's and a system's name out of a User-Agent header, for the list of devices.
// Called when a session starts. Only these two words are stored.

type Named = [name: string, mark: RegExp];

// In-app browsers name themselves beside Chrome or Safari, so they come first.
const BROWSERS: Named[] = [
  ["KakaoTalk", /KAKAOTALK/i],
  ["Naver", /NAVER\(inapp/i],
  ["Instagram", /Instagram/],
  ["Samsung Internet", /SamsungBrowser/],
  ["Whale", /Whale\//],
  ["Edge", /Edg(e|A|iOS)?\//],
  ["Firefox", /Firefox\/|FxiOS\//],
  ["Chrome", /Chrome\/|CriOS\/|Chromium\//],
  ["Safari", /Safari\//],
];
const SYSTEMS: Named[] = [
  ["iPhone", /iPhone/],
  ["iPad", /iPad/],
  ["Android", /Android/],
  ["Windows", /Windows NT/],
  ["macOS", /Mac OS X|Macintosh/],
  ["ChromeOS", /CrOS/],
  ["Linux", /Linux/],
];

/** Each null when the header does not say. */
export function readUserAgent(header: string | null): {
  browser: string | null;
  system: string | null;
} {
  const nameIn = (names: Named[]) =>
    names.find(([, mark]) => mark.test((header ?? "").slice(0, 1000)))?.[0] ?? null;
  return { browser: nameIn(BROWSERS), system: nameIn(SYSTEMS) };
}

// What the HTTP libraries of apps call the system they run on.
const APP_SYSTEMS: Named[] = [
  ...SYSTEMS,
  ["iOS", /CFNetwork\/|Darwin\//],
  ["Android", /okhttp\//i],
];
/** These names are of the library, not of the app. */
const LIBRARIES = /^(Mozilla|Dalvik|okhttp|Dart|Alamofire|CFNetwork|axios|node|undici|curl)$/i;

/** An app's own name comes first in its user agent, if the app says one: `Humblebug/1.2 …`. */
export function readAppUserAgent(header: string | null): {
  app: string | null;
  system: string | null;
} {
  const text = (header ?? "").slice(0, 1000);
  const [, name = null] = /^([\p{L}\p{N}_.-]{1,40})\//u.exec(text) ?? [];
  const system = APP_SYSTEMS.find(([, mark]) => mark.test(text))?.[0] ?? null;
  return { app: name === null || LIBRARIES.test(name) ? null : name, system };
}
