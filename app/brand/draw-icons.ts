// Draws every icon and the sharing picture from drawing.ts and name.ts.
// Run by hand after changing either: `npx tsx app/brand/draw-icons.ts [path of a Chromium]`.
import { writeFile } from "node:fs/promises";
import { type Browser, chromium } from "@playwright/test";
import { en } from "#lib/text/en";
import { ko } from "#lib/text/ko";
import { drawing } from "./drawing";
import { brandName } from "./name";

const light = { ink: "#191f28", shell: "#0f7a58", paper: "#fbfaf8" };
const dark = { ink: "#eceef0", shell: "#3fb98c", paper: "#15181c" };

const shapes = `
  <path class="line" stroke-width="3.5" d="${drawing.legs}"/>
  <path class="shell" d="${drawing.shell}"/>
  <path class="ink" d="${drawing.head}"/>
  <path class="line" stroke-width="2.4" d="${drawing.antennae}"/>
  <path class="paper" d="${drawing.eyes}"/>`;

const colour = ({ ink, shell, paper }: typeof light) =>
  `.line{fill:none;stroke:${ink};stroke-linecap:round}` +
  `.ink{fill:${ink}}.shell{fill:${shell}}.paper{fill:${paper}}`;

const beetle = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${drawing.viewBox}">${shapes}</svg>`;

function drawFavicon(): string {
  const head = `<title>${brandName.ko}</title><style>${colour(light)}@media (prefers-color-scheme:dark){${colour(dark)}}</style>`;
  return beetle.replace(/(<svg[^>]*>)/, `$1${head}`).concat("\n");
}

/** The beetle on paper; `share` is how much of the square it fills. Round corners are see-through. */
function drawTile(share: number, radius = "0"): string {
  return `<style>${colour(light)}
    body{margin:0}
    div{height:100vh;display:grid;place-items:center;border-radius:${radius};
      background:${light.paper}}
    svg{width:${share * 100}vw}</style><div>${beetle}</div>`;
}

function drawSharingPicture(): string {
  return `<style>${colour(light)}
    body{margin:0;height:100vh;display:flex;align-items:center;justify-content:space-between;
      padding:0 110px;box-sizing:border-box;background:${light.paper};color:${light.ink};
      font-family:"Noto Sans CJK KR","Apple SD Gothic Neo",sans-serif;word-break:keep-all}
    b{font-size:36px} h1{margin:28px 0 20px;font-size:84px;line-height:1.25;letter-spacing:-.03em}
    p{margin:0;font-size:34px;color:#59636f} svg{width:320px;flex:none}</style>
    <div lang="ko"><b>${brandName.ko}</b><h1>${ko.home.headline}</h1>
    <p>${ko.home.underHeadline}</p></div>${beetle}`;
}

async function takePicture(browser: Browser, html: string, width: number, height = width) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(html);
  const picture = await page.screenshot({ omitBackground: true });
  await page.close();
  return picture;
}

/** An .ico file is a small table of contents in front of whole PNG files. */
function packIcon(pictures: { size: number; png: Buffer }[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    header.writeUInt8(size, at);
    header.writeUInt8(size, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

const app = new URL("../", import.meta.url);
const publicFolder = new URL("public/", new URL("../", app));
const browser = await chromium.launch({ executablePath: process.argv[2] });
const icons = [];
for (const size of [16, 32, 48]) {
  icons.push({ size, png: await takePicture(browser, drawTile(0.94, "20%"), size) });
}
await writeFile(new URL("favicon.ico", app), packIcon(icons));
await writeFile(new URL("icon.svg", app), drawFavicon());
await writeFile(new URL("apple-icon.png", app), await takePicture(browser, drawTile(0.68), 180));
for (const size of [192, 512]) {
  const icon = await takePicture(browser, drawTile(0.58), size);
  await writeFile(new URL(`icon-${size}.png`, publicFolder), icon);
}
const sharing = await takePicture(browser, drawSharingPicture(), 1200, 630);
await writeFile(new URL("opengraph-image.png", app), sharing);
const alt = `${brandName.ko}: ${ko.home.headline} (${brandName.en}: ${en.home.headline})\n`;
await writeFile(new URL("opengraph-image.alt.txt", app), alt);
await browser.close();
