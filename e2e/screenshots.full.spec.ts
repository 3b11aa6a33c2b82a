// A picture of every screen in every size, colour and language: for people to look at, kept with
// the run and compared with nothing.
import { mkdirSync } from "node:fs";
import { expect, test } from "./fixtures";
import { errorPages, visitScreens } from "./screens";

const folder = "test-results/screens";
const sizes = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];

for (const locale of ["ko-KR", "en-US"])
  for (const colorScheme of ["light", "dark"] as const)
    test.describe(() => {
      test.use({ locale, colorScheme });
      test(`pictures of every screen, ${locale}, ${colorScheme}`, async ({
        page,
        createPerson,
        expectedProblems,
      }) => {
        test.slow();
        expectedProblems.push(errorPages);
        mkdirSync(folder, { recursive: true });
        const person = await createPerson({ nickname: "김하늘" });
        let taken = 0;
        await visitScreens(page, person, async (name) => {
          for (const size of sizes) {
            await page.setViewportSize(size);
            const file = `${name}-${size.width}-${colorScheme}-${locale.slice(0, 2)}.png`;
            await page.screenshot({ path: `${folder}/${file}`, fullPage: true });
            taken += 1;
          }
        });
        expect(taken).toBe(45);
      });
    });
