// The examples of docs/native-clients.md as they stand there, and ways to run them.
// Called by native-clients.api.spec.ts and native-clients.spec.ts.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Answer, send } from "./visitor";

const root = fileURLToPath(new URL("..", import.meta.url));

export function readExamples(language: string, file = "docs/native-clients.md"): string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const blocks = text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].filter(([, name]) => name === language).map(([, , code = ""]) => code.trim());
}

export type Variables = Record<string, string>;

export function hasCurl(): boolean {
  return spawnSync("sh", ["-c", "curl --version"]).status === 0;
}

export function runInShell(command: string, variables: Variables): Answer {
  const told = `${command} --silent --show-error --include`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", told], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...variables } as unknown as NodeJS.ProcessEnv,
  });
  if (status !== 0) throw new Error(`curl ended with ${status}: ${stderr}`);
  const [head = "", body = ""] = stdout.split("\r\n\r\n");
  const code = Number(head.split(" ")[1]);
  return { status: code, headers: {}, setCookies: [], body, location: null };
}

/**
 * What curl would send, without curl: a new machine need not have one, and no example may be left
 * out there. Anything that is not understood is an error.
 */
export function replay(command: string, variables: Variables): Promise<Answer> {
  const [curl, ...words] = readWords(command, variables);
  if (curl !== "curl") throw new Error(`not curl: ${curl}`);
  const request = {
    method: "",
    url: "",
    headers: {} as Variables,
    body: undefined as string | undefined,
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!word.startsWith("-")) {
      request.url = word;
      continue;
    }
    at += 1;
    const value = words[at] ?? "";
    if (word === "--request") request.method = value;
    else if (word === "--data") request.body = value;
    else if (word === "--header") {
      const [name = "", text = ""] = value.split(/:\s*/, 2);
      request.headers[name.toLowerCase()] = text;
    } else throw new Error(`unknown option ${word}`);
  }
  const { url, method, headers, body } = request;
  return send(url, { headers, ...(method && { method }), ...(body !== undefined && { body }) });
}

/** As a POSIX shell splits a line: double quotes, backslashes and variables, nothing more. */
function readWords(command: string, variables: Variables): string[] {
  const pattern = /"((?:[^"\\]|\\.)*)"|((?:[^\s"\\])+)|\\\n|\s+/gy;
  const words: string[] = [];
  for (let at = 0; at < command.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const found = pattern.exec(command);
    if (!found) throw new Error(`not understood: ${command.slice(at)}`);
    const [, quoted, bare] = found;
    const text = quoted ?? bare;
    if (text === undefined) continue;
    const whole = text.replace(/\\(["\\$])|\$([A-Z_]+)/g, (_, escaped, name) =>
      name === undefined ? escaped : requireVariable(variables, name),
    );
    words.push(whole);
  }
  return words;
}

function requireVariable(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

/** An example as a module of its own, with `./clients/` leading to docs/clients. */
export async function importExample(code: string, extension: "mjs" | "mts") {
  // Outside of the repository, where the compiler would take it for one of our files.
  const folder = mkdtempSync(path.join(tmpdir(), "humblebug-example-"));
  const file = path.join(folder, `example.${extension}`);
  const client = pathToFileURL(path.join(root, "docs", "clients", "humblebug-client.ts")).href;
  writeFileSync(file, code.replaceAll('"./clients/humblebug-client"', `"${client}"`));
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
