// The list of cookies against the code: whoever sets one more has to name it for the people.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { en } from "#lib/text/en";
import { ko } from "#lib/text/ko";
import { cookies } from "./cookies";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every file that makes a cookie: all of ours go through the type that says how long it lives. */
function listMakers(): Array<{ file: string; source: string }> {
  const files = ["app", "lib"].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" }).map(
      (file) => `${folder}/${file}`,
    ),
  );
  return [...files, "proxy.ts", "instrumentation.ts"]
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .map((file) => ({ file, source: readFileSync(`${root}${file}`, "utf8") }));
}

test("each file that makes a cookie makes one that is named (WD-8)", () => {
  const makers = listMakers().filter(({ source }) => /maxAgeSeconds: (?!number|0\b)/.test(source));
  expect(makers.length).toBe(cookies.length);
  for (const { name } of cookies) {
    const quoted = new RegExp(`"${name.replace("…", "")}"`);
    expect(makers.filter(({ source }) => quoted.test(source)).length, name).toBeGreaterThan(0);
  }
  const isNamed = (source: string) =>
    cookies.some(({ name }) => source.includes(`"${name.replace("…", "")}"`));
  for (const { file, source } of makers) expect(isNamed(source), file).toBe(true);
});

test("nothing sets a cookie past that type", () => {
  const others = listMakers().filter(({ source }) =>
    /cookies\(\)\)?\.set\(|\.cookies\.set\(|document\.cookie/.test(source),
  );
  expect(others.map(({ file }) => file)).toEqual([]);
});

test("each has its sentence in both languages, with its length", () => {
  for (const { privacy } of [ko, en]) {
    expect(Object.keys(privacy.cookies).sort()).toEqual(cookies.map(({ key }) => key).sort());
    for (const sentence of Object.values(privacy.cookies)) expect(sentence).toContain("{period}");
  }
});
