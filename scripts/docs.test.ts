// Keeps the documents true: what they name exists, and what exists is named.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv as parseEnvFile } from "node:util";
import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "#lib/env";
import { rateLimits } from "#lib/http/rate-limits";
import { signInErrorCodes } from "#lib/text/sign-in-error";

const root = fileURLToPath(new URL("..", import.meta.url));
const NOT_OURS = new Set(["node_modules", "generated", "test-results", "playwright-report"]);

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

/** Every file of the repository below a folder, with its path from the root. */
function listFiles(folder = "."): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [file];
    const isHidden = entry.name.startsWith(".") && entry.name !== ".github";
    return NOT_OURS.has(entry.name) || isHidden ? [] : listFiles(file);
  });
}

const files = listFiles();
const readmes = ["README.md", "README.ko.md"];
const decisions = files.filter((file) => /^docs\/decisions\/.*\.md$/.test(file)).sort();
const documents = files.filter((file) => /^(docs\/.*|[^/]*)\.md$/.test(file)).sort();

function withoutFences(text: string): string {
  return text.replace(/^[ ]*```[\s\S]*?^[ ]*```$/gm, "```");
}

/** What stands between backticks in running text, once each. */
function codeSpans(text: string): string[] {
  return unique([...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code));
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort();
}

type Section = { level: number; title: string; body: string };

function sectionsOf(file: string): Section[] {
  const parts = withoutFences(read(file)).split(/^(#{1,6}) (.+)$/m);
  const sections: Section[] = [];
  for (let at = 1; at < parts.length; at += 3)
    sections.push({
      level: parts[at]?.length ?? 0,
      title: parts[at + 1] ?? "",
      body: parts[at + 2] ?? "",
    });
  return sections;
}

/** The first cells of a section's tables, without heads. */
function tableRows(body: string): string[] {
  const rows = body.split("\n").filter((line) => line.startsWith("|"));
  return rows
    .filter((row, at) => !isRule(row) && !isRule(rows[at + 1] ?? ""))
    .map((row) => row.split("|")[1]?.trim() ?? "");
}

function isRule(row: string): boolean {
  return /^\|[\s|:-]+$/.test(row);
}

const ENV_TEXT = ["lib/env.ts", ...files.filter((file) => /^lib\/env\/[^/]+\.ts$/.test(file))]
  .filter((file) => !file.endsWith(".test.ts"))
  .map(read)
  .join("\n");
/** Inlined by the build, so nobody sets them. */
const BUILT_IN = [...read("next.config.js").matchAll(/^ {2}env: \{(.+)\},$/gm)].flatMap(
  ([, set = ""]) => [...set.matchAll(/\b([A-Z_]+):/g)].map(([, name]) => name),
);
const variables = unique(
  [...ENV_TEXT.matchAll(/(?:"|\bsource\.|process\.env\.|\b(?=VERCEL))((?:[A-Z]+_)+[A-Z0-9]+)\b/g)]
    .map(([, name = ""]) => name)
    .filter((name) => !BUILT_IN.includes(name)),
);
const ofThePlatform = variables.filter((name) => name.startsWith("VERCEL"));
const settable = variables.filter((name) => !ofThePlatform.includes(name));

test("the variables are found in lib/env at all", () => {
  expect(settable).toEqual(expect.arrayContaining(["APP_ENV", "AUTH_SECRET_3", "KAKAO_API_URL"]));
  expect(ofThePlatform).toEqual(expect.arrayContaining(["VERCEL_ENV", "VERCEL_BRANCH_URL"]));
});

describe(".env.example", () => {
  const example = read(".env.example");

  test("has every variable that can be set, and no other", () => {
    const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(
      ([, name = ""]) => name,
    );
    expect(named.length).toBe(new Set(named).size);
    expect(unique(named)).toEqual(settable);
    expect(ofThePlatform.filter((name) => !new RegExp(`\\b${name}\\b`).test(example))).toEqual([]);
  });

  test("as it stands is refused for its empty variables alone", () => {
    const given = parseEnvFile(example);
    const empty = Object.keys(given).filter((name) => given[name] === "");
    expect(refusedVariables(given)).toEqual(unique(empty));
  });

  test("has example values that are accepted", () => {
    const uncommented = parseEnvFile(example.replace(/^# (?=[A-Z][A-Z0-9_]*=)/gm, ""));
    const given = Object.entries(uncommented).filter(([, value]) => value !== "");
    const development = { ...Object.fromEntries(given), APP_ENV: "development" };
    expect(refusedVariables(development)).toEqual(["AUTH_SECRET", "DATABASE_URL"]);
  });
});

function refusedVariables(given: NodeJS.Dict<string>): string[] {
  try {
    parseEnv(given);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return unique(error.problems.map(({ name }) => name));
    throw error;
  }
}

describe.each(readmes)("%s", (readme) => {
  const sections = sectionsOf(readme);
  const rows = sections.flatMap(({ body }) => tableRows(body));
  const spans = codeSpans(read(readme));

  test("has a table row for every variable of lib/env", () => {
    const inTables = unique(rows.flatMap(codeSpans).filter((name) => variables.includes(name)));
    expect(inTables).toEqual(variables);
  });

  test("names no variable that nothing reads", () => {
    const looksLikeOne =
      /^(APP_ENV|PORT|(AUTH|KAKAO|DATABASE|PREVIEW|TRUSTED|DEV|PLAYWRIGHT)_[A-Z0-9_]+|VERCEL\w*)$/;
    const commands = files.filter((file) => /^(scripts|e2e)\/.*\.(ts|mjs)$/.test(file));
    const readByCommands = commands.filter((file) => !file.endsWith(".test.ts")).map(read);
    const unread = spans.filter(
      (name) =>
        looksLikeOne.test(name) &&
        !variables.includes(name) &&
        !readByCommands.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
    );
    expect(unread).toEqual([]);
  });

  test("has every route of the API in its table, and no other", () => {
    const actions = [
      ...read("lib/sign-in/actions.ts").matchAll(/^ {2}\["([a-z/]+)", \{ method: "(\w+)"/gm),
    ].map(([, action, method]) => `${method} /api/auth/${action}`);
    const handlers = files
      .filter((file) => /^app\/api\/.*\/route\.ts$/.test(file) && !file.includes("[...nextauth]"))
      .flatMap((file) =>
        exportedMethods(read(file)).map(
          (method) => `${method} /${file.slice("app/".length, -"/route.ts".length)}`,
        ),
      );
    const named = rows.flatMap(codeSpans).filter((code) => /^[A-Z]+ \/api\//.test(code));
    expect(unique(named)).toEqual(unique([...actions, ...handlers]));
  });

  test("names the other forms by routes that exist", () => {
    const forms = spans.filter((code) => /^POST \/(?!api\/)/.test(code));
    expect(forms.length).toBeGreaterThan(0);
    const missing = forms.filter((form) => !files.includes(`app${form.slice(5)}/route.ts`));
    expect(missing).toEqual([]);
  });

  test("explains every error code", () => {
    const [, union = ""] = read("lib/http/errors.ts").match(/type ErrorCode =([^;]*);/) ?? [];
    const codes = [...union.matchAll(/"([A-Z_]+)"/g)].map(([, code = ""]) => code);
    expect(codes).toContain("UNAVAILABLE");
    expect(codes.filter((code) => !spans.includes(code))).toEqual([]);
    const inTables = rows.flatMap(codeSpans);
    expect(signInErrorCodes.filter((code) => !inTables.includes(code))).toEqual([]);
  });
});

/** Methods that a route really serves: the others are exported under the name of their refusal. */
function exportedMethods(source: string): string[] {
  const served = source.matchAll(/^export (?:async )?(?:function|const) ([A-Z]+)\b/gm);
  return [...served].map(([, method = ""]) => method);
}

test("docs/sign-in-flow.md has every code that a refused sign-in can end in", () => {
  const spans = codeSpans(read("docs/sign-in-flow.md"));
  expect(signInErrorCodes.filter((code) => !spans.includes(code))).toEqual([]);
});

test("both READMEs have the same headings, tables, lists and examples", () => {
  const shapeOf = (file: string) =>
    sectionsOf(file).map(({ level, body }) => ({
      level,
      rows: tableRows(body).map((cell) => codeSpans(cell)),
      points: body.match(/^\s*(-|\d+\.) /gm)?.length ?? 0,
      examples: body.match(/^\s*```/gm)?.length ?? 0,
      links: [...body.matchAll(/\]\(([^)]+)\)/g)].length,
    }));
  expect(shapeOf("README.ko.md")).toEqual(shapeOf("README.md"));
});

describe("commands", () => {
  const scripts = Object.keys(JSON.parse(read("package.json")).scripts);
  const mentioned = (file: string) =>
    unique(
      [...read(file).matchAll(/\bnpm (?:run ([a-z][\w:-]*)|(test|start)\b)/g)].map(
        ([, name, short]) => name ?? short ?? "",
      ),
    );

  test.each(documents)("every npm script that %s names exists", (file) => {
    expect(mentioned(file).filter((name) => !scripts.includes(name))).toEqual([]);
  });

  test("every npm script stands in the README or in CONTRIBUTING.md", () => {
    const named = ["README.md", "CONTRIBUTING.md"].flatMap(mentioned);
    expect(scripts.filter((name) => !named.includes(name))).toEqual([]);
  });
});

describe("places", () => {
  test.each(documents)("every link in %s leads somewhere", (file) => {
    const text = withoutFences(read(file));
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)|\bsrc="([^"]+)"/g)].map(
      ([, link, source]) => link ?? source ?? "",
    );
    const inside = targets.filter((target) => !/^https?:/.test(target));
    expect(inside.filter((target) => !leadsSomewhere(file, target))).toEqual([]);
  });

  test.each(documents)("every file that %s names exists", (file) => {
    const spans = codeSpans(read(file));
    const paths = spans.filter((code) =>
      /^(app|lib|prisma|scripts|e2e|docs|public)\/\S*$/.test(code),
    );
    const names = spans.filter((code) =>
      /^[\w-][\w.-]*\.(tsx?|m?js|json|md|prisma|sql)$/.test(code),
    );
    const missing = [
      ...paths.filter(
        (name) => !existsSync(path.join(root, name)) && !files.includes(`${name}.ts`),
      ),
      ...names.filter((name) => !files.some((known) => path.basename(known) === name)),
    ];
    expect(missing).toEqual([]);
  });
});

function leadsSomewhere(from: string, target: string): boolean {
  const [place = "", anchor] = target.split("#");
  const file = place === "" ? from : path.posix.join(path.posix.dirname(from), place);
  if (!existsSync(path.join(root, file))) return false;
  return anchor === undefined || sectionsOf(file).some(({ title }) => anchorOf(title) === anchor);
}

/** As GitHub makes them. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

describe("decisions", () => {
  test("are numbered without gaps", () => {
    const numbers = decisions.map((file) => path.basename(file).slice(0, 5));
    expect(numbers).toEqual(numbers.map((_, at) => `${String(at + 1).padStart(4, "0")}-`));
  });

  test.each(decisions)("%s has its number and its four sections", (file) => {
    const [title, ...sections] = sectionsOf(file);
    expect(title?.title).toMatch(new RegExp(`^${path.basename(file).slice(0, 4)}: \\S`));
    expect(sections.map((section) => section.title)).toEqual([
      "Status",
      "Context",
      "Decision",
      "Consequences",
    ]);
    expect(sections.filter(({ body }) => body.trim() === "")).toEqual([]);
  });
});

test("SECURITY.md names every limit as it is (RL-1)", () => {
  const named = sectionsOf("SECURITY.md").find(({ title }) => title === "Limits");
  const rows = [
    ...(named?.body ?? "").matchAll(/^\| `([a-z-]+)` +\| (\d+) +\| (a minute|an hour) /gm),
  ];
  const windows: Record<number, string> = { 60: "a minute", 3600: "an hour" };
  const limits = Object.values(rateLimits).map(({ name, points, windowSeconds }) => [
    ...[name, String(points), windows[windowSeconds]],
  ]);
  expect(rows.map(([, ...cells]) => cells)).toEqual(limits);
});
