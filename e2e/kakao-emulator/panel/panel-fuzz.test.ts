// Whatever a form brings, the panel answers: no crash, and whatever it took, every page still
// shows. The random input is the same in every run.
import { expect, test } from "vitest";
import { Random } from "../testing/random";
import { origin } from "../testing/test-emulator";
import { type Fields, readForm, readPage, submit } from "../testing/test-panel";

const rounds = 1_500;
const pagesWithForms: [page: string, action: string][] = [
  ["/people", "make-person"],
  ["/people/3956953872", "change-person"],
  ["/people/3956953872", "issue-tokens"],
  ["/people/3956953901", "unlink-person"],
  ["/people/3956954017", "delete-person"],
  ["/apps", "make-app"],
  ["/apps/1000001", "change-app"],
  ["/faults", "set-fault"],
  ["/state", "move-clock"],
  ["/state", "take-snapshot"],
  ["/state", "restore-snapshot"],
];
const pages = ["", "/people", "/people/3956953872", "/apps", "/apps/1000001", "/faults", "/state"];

/** A form as its page has it, with a few of its fields, and some it has not, made odd. */
function spoil(random: Random, form: Fields): Fields {
  const names = [...Object.keys(form), "__proto__", "by", "to", "hang"];
  const spoiled = new Map(Object.entries(form));
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    spoiled.set(random.pick(names), random.next() < 0.2 ? "on" : random.text());
  }
  return Object.fromEntries(spoiled);
}

test("spoiled forms end without a 5xx, and every page still shows", async () => {
  const random = new Random(20261125);
  const statuses = new Set<number>();
  for (let round = 0; round < rounds; round += 1) {
    const [page, action] = random.pick(pagesWithForms);
    const form = readForm(await readPage(`${origin}/_emulator${page}`), action);
    const fields = spoil(random, form);
    const response = await submit(origin, action, fields);
    await response.text();
    statuses.add(response.status);
    expect(response.status, `${action} ${JSON.stringify(fields)}`).toBeLessThan(500);
    const shown = random.pick(pages);
    const { status } = await fetch(`${origin}/_emulator${shown}?${new URLSearchParams(fields)}`);
    expect(status, `${shown} after ${action}`).toBeLessThan(500);
  }
  for (const status of [303, 400, 404, 409]) expect(statuses).toContain(status);
}, 60_000);
