// Whether a request that changes something comes from a page of ours (WB-2, WB-3, B18).
import { describe, expect, test } from "vitest";
import { isFromElsewhere, isOwnVisit, isSameOrigin } from "#lib/http/same-origin";

const OURS = "http://localhost:3199";
const ORIGINS = {
  ours: OURS,
  evil: "https://evil.test",
  subdomain: "http://sub.localhost:3199",
  "another port": "http://localhost:3198",
  "another scheme": "https://localhost:3199",
  "our name in front": "http://localhost:3199.evil.test",
  "with a slash": `${OURS}/`,
  "in capitals": OURS.toUpperCase(),
  null: "null",
  empty: "",
  absent: null,
};
const SITES = ["same-origin", "same-site", "cross-site", "none", "Same-Origin", "", null];

// [site, origin] pairs that are ours; every other pair of the two lists is refused.
const ALLOWED = new Set([
  "same-origin × ours",
  "same-origin × null",
  "same-origin × absent",
  "null × ours",
]);

const cases = SITES.flatMap((site) =>
  Object.entries(ORIGINS).map(([name, origin]) => ({ site, name, origin })),
);

test.each(cases)("Sec-Fetch-Site $site, Origin $name", ({ site, name, origin }) => {
  const headers = new Headers();
  if (site !== null) headers.set("sec-fetch-site", site);
  if (origin !== null) headers.set("origin", origin);
  expect(isSameOrigin(headers)).toBe(ALLOWED.has(`${site} × ${name}`));
});

test("what the request says of its host and its proxies decides nothing (AR-1, WB-13)", () => {
  const headers = new Headers({
    host: "evil.test",
    "x-forwarded-host": "evil.test",
    origin: "https://evil.test",
    referer: `${OURS}/sign-in`,
  });
  expect(isSameOrigin(headers)).toBe(false);
});

describe("an app says nothing of where it comes from, and a browser says it all (NX-8)", () => {
  test.each<[string, Record<string, string>]>([
    ["an app", {}],
    ["our own page", { origin: OURS, "sec-fetch-site": "same-origin" }],
    ["our own page in an old browser", { origin: OURS }],
    ["a person at the keyboard", { "sec-fetch-site": "none" }],
  ])("%s may", (_, headers) => {
    expect(isFromElsewhere(new Headers(headers))).toBe(false);
  });

  test.each<[string, Record<string, string>]>([
    ["another site", { origin: "https://evil.test", "sec-fetch-site": "cross-site" }],
    ["another site without Origin", { "sec-fetch-site": "cross-site" }],
    ["another site under our Origin", { origin: OURS, "sec-fetch-site": "cross-site" }],
    ["a sister site", { origin: OURS, "sec-fetch-site": "same-site" }],
    ["a sandboxed frame", { origin: "null" }],
    ["a name that begins like ours", { origin: `${OURS}.evil.test` }],
    ["another port", { origin: "http://localhost:1" }],
    ["an unknown word", { "sec-fetch-site": "somewhere" }],
  ])("%s may not", (_, headers) => {
    expect(isFromElsewhere(new Headers(headers))).toBe(true);
  });
});

describe("a visit that no other site has started (WB-2)", () => {
  test.each([
    ["same-origin", null, true],
    ["none", null, true],
    ["cross-site", null, false],
    ["same-site", null, false],
    ["", null, false],
    ["None", null, false],
    // The browser's own word decides, whatever a referrer says.
    ["cross-site", `${OURS}/account`, false],
    [null, `${OURS}/account`, true],
    [null, OURS, true],
    [null, "https://evil.test/", false],
    [null, `${OURS}.evil.test/`, false],
    [null, `https://evil.test/?${OURS}`, false],
    [null, "nonsense", false],
    [null, "", false],
    [null, null, false],
  ])("Sec-Fetch-Site %j, Referer %j: %j", (site, referrer, isOwn) => {
    const headers = new Headers();
    if (site !== null) headers.set("sec-fetch-site", site);
    if (referrer !== null) headers.set("referer", referrer);
    expect(isOwnVisit(headers)).toBe(isOwn);
  });
});
