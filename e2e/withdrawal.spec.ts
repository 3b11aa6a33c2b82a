// Leaving as people do it: what the page says, the three steps, the goodbye. Once without
// JavaScript as well.

import { Client } from "pg";
import { baseUrl, databaseUrl } from "./addresses";
import { expect, readSessionCookie, signInAtHome, test } from "./fixtures";

/** As if the person had just come back from Kakao's own page. */
async function proveAnew(kakaoId: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl() });
  await client.connect();
  await client.query(
    `UPDATE "Session" SET "reauthenticatedAt" = now()
     WHERE "userId" = (SELECT "id" FROM "User" WHERE "kakaoId" = $1)`,
    [kakaoId],
  );
  await client.end();
}

test("a person reads what goes and what stays, proves it is them, and leaves (WD-1, B10)", async ({
  page,
  person,
  isMobile,
}) => {
  await signInAtHome(page, person);
  await page.goto("/account");
  await page.getByRole("link", { name: "회원 탈퇴" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "회원 탈퇴" })).toBeVisible();
  for (const name of [/지워지는 정보/, /남는 정보와 이유/, /본인 확인/])
    await expect(page.getByRole("heading", { level: 2, name })).toBeVisible();
  await expect(page.getByText(person.nickname ?? "")).toBeVisible();
  await expect(
    isMobile
      ? page.getByRole("link", { name: "다른 브라우저에서 열기" })
      : page.getByRole("button", { name: "카카오로 다시 확인하기" }),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "회원 탈퇴" })).toHaveCount(0);

  await proveAnew(person.id);
  await page.reload();
  await expect(page.getByText("본인 확인은 5분 안에 마치면 돼요.")).toBeVisible();
  // Untouched, the box stops the form in the browser itself.
  await page.getByRole("button", { name: "회원 탈퇴" }).click();
  await expect(page).toHaveURL(`${baseUrl()}/account/withdraw`);
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "회원 탈퇴" }).click();
  await expect(page).toHaveURL(`${baseUrl()}/goodbye`);
  await expect(page.getByRole("heading", { level: 1, name: "그동안 고마웠어요" })).toBeVisible();
  expect(await readSessionCookie(page)).toBe("");
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Faccount$/);
});

test.describe("inside KakaoTalk", () => {
  test.use({ userAgent: "Mozilla/5.0 (Linux; Android 14; wv) Mobile KAKAOTALK/10.8.0" });

  test("the phone's own browser is the way on (WD-1) @desktop", async ({ page, person }) => {
    await signInAtHome(page, person);
    await page.goto("/account/withdraw");
    const address = `${baseUrl()}/account/withdraw`;
    await expect(page.getByRole("link", { name: "다른 브라우저에서 열기" })).toHaveAttribute(
      "href",
      `kakaotalk://web/openExternal?url=${encodeURIComponent(address)}`,
    );
    await expect(page.getByText(address)).toBeVisible();
    await expect(page.getByRole("button", { name: "카카오로 다시 확인하기" })).toHaveCount(0);
  });
});

const sentences = [
  ["cancelled", "본인 확인을 취소했어요. 계정은 그대로예요."],
  ["stale", "본인 확인한 지 5분이 지났어요. 다시 확인해 주세요."],
  ["unconfirmed", "아래 내용을 확인하고 체크해 주세요."],
  ["kakao_unavailable", "지금 카카오와 연결이 원활하지 않아요. 잠시 후 다시 시도해 주세요."],
  ["<b>", "문제가 생겼어요. 다시 시도해 주세요."],
] as const;

test("each way back has one calm sentence (WD-1) @desktop", async ({ page, person }) => {
  await signInAtHome(page, person);
  for (const [error, sentence] of sentences) {
    await page.goto(`/account/withdraw?${new URLSearchParams({ error })}`);
    await expect(page.getByRole("main").getByRole("alert")).toHaveText(sentence);
  }
});
