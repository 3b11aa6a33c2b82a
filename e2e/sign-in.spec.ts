// Signing in through the screens, as people do: with and without JavaScript, on a phone, in a
// hurry, and with second thoughts.
import {
  expect,
  failure,
  greeting,
  kakaoButton,
  signInAtHome,
  signInFrom,
  signOutHere,
  test,
} from "./fixtures";
import { agree, cancel, signInAtKakao } from "./kakao-emulator/playwright";
import { reachCallback } from "./sign-in-steps";
import { Visitor } from "./visitor";

test("from home, over Kakao's pages, back to home with one's name (B10)", async ({
  page,
  person,
  baseURL,
}) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "카카오로 3초면 시작해요" })).toBeVisible();
  await signInFrom(page, person);
  await expect(page).toHaveURL(`${baseURL}/`);
  await expect(greeting(page, `${person.nickname}님, 반가워요`)).toBeVisible();
});

test("somebody who was here before goes straight through @desktop", async ({ page, person }) => {
  await signInAtHome(page, person);
  await signOutHere(page).click();
  await expect(page.getByText("최근에 카카오로 로그인했어요")).toBeVisible();
  await kakaoButton(page).click();
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
});

test("cancelling is a calm page, and a second try works (CB-6, B11)", async ({ page, person }) => {
  await page.goto("/");
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await cancel(page);
  await expect(page).toHaveURL(/\/sign-in\?error=cancelled&ref=[0-9a-f-]{13}$/);
  await expect(failure(page)).toContainText("로그인을 취소했어요. 언제든 다시 시작할 수 있어요.");
  await kakaoButton(page).click();
  await agree(page);
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
});

test("the form says where it is from, also to a server that knows Origin only (B18, WB-8) @desktop", async ({
  page,
  baseURL,
}) => {
  const answer = await page.goto("/sign-in");
  expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
  const posted = page.waitForRequest(
    (request) => request.method() === "POST" && request.url().endsWith("/api/auth/signin/kakao"),
  );
  await kakaoButton(page).click();
  const headers = await (await posted).allHeaders();
  expect(headers.origin).toBe(baseURL);
});

test("a child under 14 is told why (K25) @desktop", async ({ page, createPerson }) => {
  const child = await createPerson({ under14: true });
  await page.goto("/sign-in");
  await kakaoButton(page).click();
  await signInAtKakao(page, child);
  await expect(failure(page)).toContainText("만 14세 미만은 보호자 동의가 필요해요.");
  await page.goto("/account");
  await expect(kakaoButton(page)).toBeVisible();
});

test("the next try after Kakao's outage works (K3) @desktop", async ({
  page,
  person,
  setFault,
}) => {
  const clear = await setFault({ endpoint: "user_me", status: 503, body: "" });
  await page.goto("/");
  await signInFrom(page, person);
  await expect(failure(page)).toContainText("지금 카카오와 연결이 원활하지 않아요.");
  await expect(page).not.toHaveURL(/code=|state=/);
  await clear();
  await kakaoButton(page).click();
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
});

test("two tabs both succeed, the later one first (AR-6, B4) @desktop", async ({
  context,
  page,
  person,
}) => {
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await tab.goto("/");
    await kakaoButton(tab).click();
  }
  await signInAtKakao(second, person);
  await agree(second);
  await expect(greeting(second, person.nickname ?? "")).toBeVisible();
  await signInAtKakao(page, person);
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
  await second.reload();
  await expect(greeting(second, person.nickname ?? "")).toBeVisible();
});

test("a double click is one sign-in (B1)", async ({ page, person }) => {
  await page.goto("/");
  await kakaoButton(page).dblclick();
  await signInAtKakao(page, person);
  await agree(page);
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
});

test("Back from Kakao, then signing in again, works (B2)", async ({ page, person }) => {
  await page.goto("/");
  await kakaoButton(page).click();
  await expect(page).toHaveURL(/\/_emulator\/sign-in/);
  await page.goBack();
  await signInFrom(page, person);
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
});

test("coming back to the callback's address ends at home, signed in (B3)", async ({
  page,
  person,
  baseURL,
  kakao,
}) => {
  const callback = page.waitForRequest(/\/api\/auth\/callback\/kakao\?/);
  await signInAtHome(page, person);
  const address = (await callback).url();
  for (const _ of [1, 2]) {
    await page.goto(address);
    await expect(page).toHaveURL(`${baseURL}/`);
    await expect(greeting(page, person.nickname ?? "")).toBeVisible();
  }
  const asked = await kakao.readLedger({ path: "/oauth/token", personId: person.id });
  expect(asked).toHaveLength(1);
});

test("a callback from another browser explains itself (CB-4, B8, B12)", async ({
  page,
  person,
  kakao,
}) => {
  // KakaoTalk opens the way back in another browser than the one that started.
  const callback = await reachCallback(new Visitor(), person);
  await page.goto(callback.href);
  await expect(failure(page)).toContainText("다른 브라우저에서 돌아왔어요");
  await expect(page).toHaveURL(/\/sign-in\?error=expired&ref=[0-9a-f-]{13}$/);
  expect(await kakao.readLedger({ path: "/oauth/token", personId: person.id })).toEqual([]);
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await expect(signOutHere(page)).toBeVisible();
});

test("somebody signed in who opens /sign-in goes on @desktop", async ({
  page,
  person,
  baseURL,
}) => {
  await signInAtHome(page, person);
  await page.goto("/sign-in");
  await expect(page).toHaveURL(`${baseURL}/`);
  await page.goto("/sign-in?returnTo=/account");
  await expect(page).toHaveURL(`${baseURL}/account`);
});

test("another Kakao account: Kakao asks which, and the second person is shown (CB-9, B5)", async ({
  page,
  context,
  person,
  createPerson,
}) => {
  const second = await createPerson();
  const tab = await context.newPage();
  await tab.goto("/sign-in");
  await signInAtHome(page, person);
  const asked = tab.waitForRequest(/\/oauth\/authorize\?.*prompt=select_account/);
  await tab.getByRole("button", { name: "다른 카카오계정으로 로그인" }).click();
  await asked;
  await tab.getByRole("link", { name: /^(다른 계정으로 로그인|Use another account)$/ }).click();
  await signInAtKakao(tab, second);
  await agree(tab);
  await expect(greeting(tab, second.nickname ?? "")).toBeVisible();
  await page.reload();
  await expect(greeting(page, second.nickname ?? "")).toBeVisible();
  await expect(page.getByText(person.nickname ?? "")).toHaveCount(0);
});
