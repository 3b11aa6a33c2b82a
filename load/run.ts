// `npm run load`: L1 to L17 against the production build, as one table. A time that is not reached
// is printed; a wrong count, an error or a broken invariant ends with exit code 1.
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildUnlessThere } from "#scripts/e2e/servers";
import { interruptions } from "./interruptions";
import { junk } from "./junk";
import { kakaoTrouble } from "./kakao-trouble";
import { largeTables } from "./large-tables";
import { limiterRace } from "./limiter-race";
import { exact, type Line } from "./lines";
import { formatTable, summarize } from "./report";
import { type Context, type Scenario, waitUntilWell } from "./scenario";
import { sessions } from "./sessions";
import { signIns } from "./sign-ins";
import { soakScenario } from "./soak";
import { startWorld } from "./world";

const usage = `Usage: npm run load -- [L1 L2 …] [--quick] [--soak-minutes 2]
  L1 L2 …         only these lines; without any, all
  --quick         a smaller form of each, at most three minutes together
  --soak-minutes  how long L14 runs; the line itself means 120`;

const LATER: Line[] = [
  ["L11", "webhook burst", "needs the webhooks"],
  ["L17", "withdrawals while unlink fails", "needs withdrawal"],
].map(([id = "", what = "", measured = ""]) => ({
  ...{ id, what, measured },
  ...{ target: "", verdict: "later" as const },
}));

/** The million rows come last: before them every scenario finds a small table. */
const scenarios: Scenario[] = [
  ...[...signIns, ...sessions, ...junk, ...kakaoTrouble],
  ...[...limiterRace, ...interruptions, ...soakScenario, ...largeTables],
];

function readOptions() {
  const { values, positionals } = parseArgs({
    options: { quick: { type: "boolean" }, "soak-minutes": { type: "string" } },
    allowPositionals: true,
  });
  const known = [...scenarios.flatMap(({ ids }) => ids), ...LATER.map(({ id }) => id)];
  const soakMinutes = Number(values["soak-minutes"] ?? (values.quick ? "0.3" : "2"));
  if (positionals.some((id) => !known.includes(id)) || !(soakMinutes > 0)) throw new Error(usage);
  const isWanted = (ids: string[]) =>
    positionals.length === 0 || ids.some((id) => positionals.includes(id));
  return { isQuick: values.quick === true, soakMinutes, isWanted };
}

async function runScenario({ ids, run }: Scenario, context: Context): Promise<Line[]> {
  const { world } = context;
  const name = ids.join(", ");
  const startedAt = Date.now();
  await world.setKakao();
  await waitUntilWell(world);
  const lines = await run(context).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return [{ ...exact(ids[0] ?? "", "ran to its end", 0, 1), measured: String(error) }];
  });
  await world.setKakao();
  const violations = await world.invariants.check();
  for (const violation of violations) process.stderr.write(`✗ ${name}: ${violation}\n`);
  process.stderr.write(`${name}: ${((Date.now() - startedAt) / 1000).toFixed(0)} s\n`);
  return [...lines, exact(ids[0] ?? "", "broken invariants", violations.length, 0)];
}

async function run(): Promise<number> {
  const { isWanted, ...options } = readOptions();
  buildUnlessThere();
  const lines: Line[] = [];
  const world = await startWorld();
  try {
    for (const scenario of scenarios.filter(({ ids }) => isWanted(ids)))
      lines.push(...(await runScenario(scenario, { world, ...options })));
  } finally {
    await world.stop();
  }
  lines.push(...LATER.filter(({ id }) => isWanted([id])));
  const cores = availableParallelism();
  const file = fileURLToPath(new URL("results.json", import.meta.url));
  writeFileSync(file, `${JSON.stringify({ at: new Date(), cores, ...options, lines }, null, 2)}\n`);
  process.stdout.write(`${formatTable(lines)}\n\n`);
  process.stdout.write(
    `${cores} cores for everything: instances, PostgreSQL, emulator and load share them.\n`,
  );
  process.stdout.write(`${summarize(lines)}\n`);
  return lines.some(({ verdict }) => verdict === "broken") ? 1 : 0;
}

process.exitCode = await run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
