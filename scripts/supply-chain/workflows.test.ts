// What runs on GitHub: actions pinned by hash, least rights, and nothing that a fork could steal.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../../.github/workflows", import.meta.url));
const workflows = readdirSync(folder).map(
  (name) => [name, readFileSync(path.join(folder, name), "utf8")] as const,
);

test.each(workflows)("%s pins its actions by hash, beside the version's name (SC-4)", (_, text) => {
  const uses = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action);
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses)
    expect(action).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(workflows)("%s gives a fork neither secrets nor rights (SC-4)", (_, text) => {
  expect(text).not.toContain("pull_request_target");
  expect(text).not.toContain("workflow_run");
  expect(text).not.toMatch(/secrets\.|\bsecrets: inherit/);
  expect(text).toMatch(/^permissions:\n {2}contents: read\n(?! )/m);
});

test.each(workflows)("%s checks out without leaving its token behind (SC-4)", (_, text) => {
  const checkouts = text.match(/uses: actions\/checkout@/g) ?? [];
  const careful = text.match(/persist-credentials: false/g) ?? [];
  expect(careful).toHaveLength(checkouts.length);
});

test("what strangers write is nowhere pasted into a command (SC-4)", () => {
  for (const [name, text] of workflows) {
    const commands = [...text.matchAll(/run: (?:\|\n((?: {10,}.*\n)+)|(.+))/g)].join("\n");
    expect(commands, name).not.toMatch(/\$\{\{\s*github\.(event|head_ref)/);
  }
});
