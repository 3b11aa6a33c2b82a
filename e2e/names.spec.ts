// What Kakao says of a person is shown as text, whatever it is, and missing parts cost nothing.
import { expect, greeting, kakaoButton, signInAtHome, signOutHere, test } from "./fixtures";
import { agree, signInAtKakao } from "./kakao-emulator/playwright";

const family = "👩‍👩‍👧‍👦";

/** Long ones have to fit on a phone, too. */
const isLong = (nickname: string) => nickname.length >= 100;

const hostile: Array<[string, string]> = [
  ["a tag", `"><img src=x onerror=alert(1)>`],
  ["the end of a script", `</script><script>alert(1)</script>`],
  ["a template", "{{7*7}}$" + "{7*7}<%= 7*7 %>"],
  ["an entity", "&lt;b&gt; &amp;amp; '\""],
  ["a placeholder of ours", "{nickname}{name}"],
  ["right-to-left text", "مرحبا שלום"],
  ["fifteen families", family.repeat(15)],
  ["a name of 100 letters", "가나다라마바사아자차".repeat(10)],
];

for (const [name, nickname] of hostile)
  test(`a nickname that is ${name} is shown as text (WB-12)${isLong(nickname) ? "" : " @desktop"}`, async ({
    page,
    createPerson,
  }) => {
    const person = await createPerson({ nickname });
    await signInAtHome(page, person);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${nickname}님, 반가워요`);
    const viewport = page.viewportSize()?.width ?? 0;
    const box = await page.getByRole("heading", { level: 1 }).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport);
    await page.goto("/account");
    await expect(page.getByText(nickname, { exact: true })).toBeVisible();
  });

test("a right-to-left override does not turn the sentence around (WB-12) @desktop", async ({
  page,
  createPerson,
}) => {
  const nickname = "\u202Eevil";
  const person = await createPerson({ nickname });
  await signInAtHome(page, person);
  await expect(page.locator("h1 bdi")).toHaveText(nickname);
});

for (const [name, overrides, why] of [
  ["without a nickname", { nickname: null }, "카카오계정에 등록된 정보가 없어요."],
  [
    "with Kakao's default nickname",
    { defaultNickname: true },
    "카카오에서 아직 닉네임을 정하지 않았어요.",
  ],
] as const)
  test(`somebody ${name} is welcome (K11) @desktop`, async ({ page, createPerson }) => {
    await signInAtHome(page, await createPerson(overrides));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("반가워요");
    await page.goto("/account");
    await expect(page.getByText(why)).toBeVisible();
  });

test("picture and e-mail are there when the person agreed (WB-12) @desktop", async ({
  page,
  person,
}) => {
  await page.goto("/");
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await agree(page, ["profile_image", "account_email"]);
  await expect(signOutHere(page)).toBeVisible();
  const picture = person.imageUrl?.replace("http:", "https:") ?? "";
  await expect(page.locator("main img")).toHaveAttribute("src", picture);
  await expect(page.locator("main img")).toHaveAttribute("referrerpolicy", "no-referrer");
  await page.goto("/account");
  await expect(page.getByText(person.email ?? "")).toBeVisible();
});

test("Kakao's default picture is left out (K11) @desktop", async ({ page, createPerson }) => {
  const person = await createPerson({ defaultImage: true });
  await page.goto("/");
  await kakaoButton(page).click();
  await signInAtKakao(page, person);
  await agree(page, ["profile_image"]);
  await expect(signOutHere(page)).toBeVisible();
  await expect(page.locator("main img")).toHaveCount(0);
});

test("the next sign-in brings the new nickname @desktop", async ({ page, person, kakao }) => {
  await signInAtHome(page, person);
  await kakao.updatePerson(person.id, { nickname: "새 이름" });
  await page.reload();
  await expect(greeting(page, person.nickname ?? "")).toBeVisible();
  await signOutHere(page).click();
  await kakaoButton(page).click();
  await expect(greeting(page, "새 이름님, 반가워요")).toBeVisible();
});
