// How long a whole sign-in takes in Chromium, from the click to the nickname, with an app that does
// the least. Called by measure.ts.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "@playwright/test";
import { chromiumFlags, requireChromium } from "#scripts/e2e/chromium";
import { KakaoEmulatorClient } from "../client";
import { agree, signInAtKakao } from "../playwright";

const signIns = 11;

/** A page with a link to Kakao, and a callback that shows the nickname. */
async function startApp(kakao: KakaoEmulatorClient) {
  const key = { clientSecretOn: false };
  const app = await kakao.createApp({ name: "measured", redirectUriLimit: 1, keys: [key] });
  const client_id = app.keys[0]?.key ?? "";
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", origin);
    if (url.pathname !== "/callback") return show(response, `<a href="${kakaoUrl}">Kakao</a>`);
    void finish(url.searchParams.get("code") ?? "").then((name) =>
      show(response, `<h1>${name}</h1>`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Another site than the emulator's, as an app is to Kakao.
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const redirect_uri = `${origin}/callback`;
  await kakao.updateApp(app.appId, { redirectUris: [redirect_uri] });
  const asked = new URLSearchParams({ response_type: "code", client_id, redirect_uri });
  const kakaoUrl = `${kakao.origin}/oauth/authorize?${asked}`;

  async function finish(code: string): Promise<string> {
    const grant_type = "authorization_code";
    const body = new URLSearchParams({ grant_type, client_id, redirect_uri, code });
    const tokens = await fetch(`${kakao.origin}/oauth/token`, { method: "POST", body });
    const { access_token } = await tokens.json();
    const headers = { authorization: `Bearer ${access_token}` };
    const me = await fetch(`${kakao.origin}/v2/user/me`, { headers });
    return (await me.json()).kakao_account.profile.nickname;
  }
  return { origin, close: () => server.close() };
}

function show(response: ServerResponse, html: string): void {
  response.setHeader("content-type", "text/html;charset=utf-8");
  response.end(
    `<!doctype html><html lang="en"><title>app</title><link rel="icon" href="data:,">${html}`,
  );
}

async function signIn(browser: Browser, app: string, kakao: KakaoEmulatorClient): Promise<number> {
  const person = await kakao.createPerson();
  const context = await browser.newContext({ locale: "ko-KR" });
  const page = await context.newPage();
  await page.goto(app);
  const startedAt = performance.now();
  await page.getByRole("link", { name: "Kakao" }).click();
  await signInAtKakao(page, person);
  await agree(page);
  await page.getByRole("heading", { name: person.nickname ?? "" }).waitFor();
  const ms = performance.now() - startedAt;
  await context.close();
  return ms;
}

/** Milliseconds of each sign-in: a new person in a fresh browser context, one after the other. */
export async function measureBrowser(root: string, kakaoOrigin: string): Promise<number[]> {
  const kakao = new KakaoEmulatorClient(kakaoOrigin);
  const { executablePath } = requireChromium(root);
  const browser = await chromium.launch({ executablePath, args: chromiumFlags() });
  const app = await startApp(kakao);
  const results: number[] = [];
  try {
    for (let i = 0; i < signIns; i++) results.push(await signIn(browser, app.origin, kakao));
  } finally {
    app.close();
    await browser.close();
  }
  return results;
}
