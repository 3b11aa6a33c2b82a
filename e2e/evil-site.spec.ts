// What another site can make a person's browser do to ours: post forms, load pictures, prefetch,
// frame. In a real browser, whose own rules decide what is sent along.
import { baseUrl } from "./addresses";
import { type EvilSite, startEvilSite } from "./evil-site";
import { test as base, expect, readSessionCookie, signInAtHome, signOutHere } from "./fixtures";

const test = base.extend<{ evil: EvilSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  evil: async ({}, use) => {
    const evil = await startEvilSite();
    await use(evil);
    await evil.close();
  },
});

const targets = [
  "/api/auth/signin/kakao",
  "/api/auth/signout",
  "/account/devices",
  "/account/withdraw/confirm",
  "/language",
];

const formTo = (path: string, type: string) =>
  `<form method="post" action="${baseUrl()}${path}" enctype="${type}">
    <input name="device" value="all"><input name="locale" value="en"></form>`;

for (const who of ["a stranger", "somebody signed in"])
  test(`a form that another site posts for ${who} changes nothing (WB-2, WB-3) @desktop`, async ({
    page,
    person,
    evil,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 403/);
    const isStranger = who === "a stranger";
    if (!isStranger) await signInAtHome(page, person);
    const before = await page.context().cookies();
    const post = async (path: string, type: string) => {
      evil.serve(formTo(path, type));
      const refused = page.waitForResponse(`${baseUrl()}${path}`);
      await page.goto(evil.url);
      // As a script of that page would: nobody has touched anything.
      await page.evaluate(() => document.forms[0]?.submit());
      expect((await refused).status(), `${path} ${type}`).toBe(403);
      await page.waitForURL(`${baseUrl()}${path}`);
    };
    for (const path of isStranger ? targets.slice(0, 1) : targets)
      await post(path, "application/x-www-form-urlencoded");
    await post("/api/token", "text/plain");
    expect(await page.context().cookies(), "no cookie came or went").toEqual(before);
    await page.goto("/account");
    if (isStranger) await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
    else await expect(signOutHere(page)).toBeVisible();
  });

test("pictures, prefetches and links to the sign-out sign nobody out (LO-1) @desktop", async ({
  page,
  person,
  evil,
  expectedProblems,
}) => {
  expectedProblems.push(/ERR_BLOCKED_BY_RESPONSE|status of 40[135]|violates the following Content/);
  await signInAtHome(page, person);
  const address = `${baseUrl()}/api/auth/signout`;
  evil.serve(`<img src="${address}"><link rel="prefetch" href="${address}">
    <link rel="prerender" href="${address}"><link rel="stylesheet" href="${address}">
    <script src="${address}"></script><iframe src="${address}"></iframe>
    <script type="speculationrules">{"prefetch":[{"urls":["${address}"],"eagerness":"immediate"}]}
    </script>`);
  await page.goto(evil.url, { waitUntil: "load" });
  // The same from a page of ours, as a careless link there would.
  await page.goto("/");
  const statuses = await page.evaluate(async (url) => {
    const picture = new Image();
    const loaded = new Promise((resolve) => {
      picture.onload = resolve;
      picture.onerror = resolve;
    });
    picture.src = url;
    const prefetch = document.createElement("link");
    Object.assign(prefetch, { rel: "prefetch", href: url });
    document.head.append(prefetch);
    await loaded;
    const prefetched = await fetch(url, { headers: { rsc: "1", "next-router-prefetch": "1" } });
    return [prefetched.status, (await fetch(url, { method: "HEAD" })).status];
  }, address);
  expect(statuses).toEqual([405, 405]);
  expect((await page.goto("/api/auth/signout"))?.status(), "nor does opening it").toBe(405);
  await page.goto("/");
  await expect(signOutHere(page)).toBeVisible();
});

test("no page of ours opens in another site's frame, and every page opens on top (B15, WB-6) @desktop", async ({
  page,
  person,
  evil,
  expectedProblems,
}) => {
  expectedProblems.push(/frame-ancestors|ERR_BLOCKED_BY_RESPONSE|violates the following Content/);
  await signInAtHome(page, person);
  const session = await readSessionCookie(page);
  for (const path of ["/", "/sign-in", "/account"]) {
    evil.serve(`<iframe src="${baseUrl()}${path}"></iframe>`);
    await page.goto(evil.url);
    const framedAddress = () => page.mainFrame().childFrames()[0]?.url();
    await expect.poll(framedAddress, path).toBe("chrome-error://chromewebdata/");
  }
  evil.serve(`<a href="${baseUrl()}/account" target="_top">open</a>`);
  await page.goto(evil.url);
  await page.getByRole("link", { name: "open" }).click();
  await expect(signOutHere(page)).toBeVisible();
  expect(await readSessionCookie(page)).toBe(session);
});
