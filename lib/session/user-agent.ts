// A browser's and a system's name out of a User-Agent header, for the list of devices.
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
