// `npm run load`: L1 to L17 and WH-8 against the production build, as one table. A time that is not
// reached is printed; a wrong count, an error or a broken invariant ends with exit code 1.
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildUnlessThere } from "#scripts/e2e/servers";
import { recordOutcomes } from "#scripts/evidence/records";
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
import { webhookFlood } from "./webhook-flood";
import { webhooks } from "./webhooks";
import { withdrawals } from "./withdrawals";
import { startWorld } from "./world";

const usage = `Usage: npm run load -- [L1 L2 …] [--quick] [--soak-minutes 2]
  L1 L2 …         only these lines; without any, all
  --quick         a smaller form of each, at most three minutes together
  --soak-minutes  how long L14 runs; the line itself means 120`;

/** By file. The million rows come last: before them every scenario finds a small table. */
const scenariosByFile: Record<string, Scenario[]> = {
  "load/sign-ins.ts": signIns,
  "load/sessions.ts": sessions,
  "load/junk.ts": junk,
  "load/kakao-trouble.ts": kakaoTrouble,
  "load/limiter-race.ts": limiterRace,
  "load/webhooks.ts": webhooks,
  "load/webhook-flood.ts": webhookFlood,
  "load/withdrawals.ts": withdrawals,
  "load/interruptions.ts": interruptions,
  "load/soak.ts": soakScenario,
  "load/large-tables.ts": largeTables,
};
const scenarios = Object.values(scenariosByFile).flat();

function readOptions() {
  const { values, positionals } = parseArgs({
    options: { quick: { type: "boolean" }, "soak-minutes": { type: "string" } },
    allowPositionals: true,
  });
  const known = scenarios.map(({ id }) => id);
  const soakMinutes = Number(values["soak-minutes"] ?? (values.quick ? "0.3" : "2"));
  if (positionals.some((id) => !known.includes(id)) || !(soakMinutes > 0)) throw new Error(usage);
  const isWhole = positionals.length === 0;
  const isWanted = ({ id }: { id: string }) => isWhole || positionals.includes(id);
  return { isQuick: values.quick === true, soakMinutes, isWhole, isWanted };
}

async function runScenario({ id, run }: Scenario, context: Context): Promise<Line[]> {
  const { world } = context;
  const startedAt = Date.now();
  await world.setKakao();
  await waitUntilWell(world);
  const lines = await run(context).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return [{ ...exact(id, "ran to its end", 0, 1), measured: String(error) }];
  });
  await world.setKakao();
  const violations = await world.invariants.check();
  for (const violation of violations) process.stderr.write(`✗ ${id}: ${violation}\n`);
  process.stderr.write(`${id}: ${((Date.now() - startedAt) / 1000).toFixed(0)} s\n`);
  return [...lines, exact(id, "broken invariants", violations.length, 0)];
}

/** What had to be exact is evidence for its line; a time is for the reader of the table. */
function record(lines: Line[]): void {
  const isBroken = (id: string) =>
    lines.some((line) => line.id === id && line.verdict === "broken");
  recordOutcomes(
    Object.entries(scenariosByFile).flatMap(([file, inFile]) =>
      inFile.map(({ id, title }) => ({
        ...{ project: "load", file, title: `${title} (${id})` },
        hasPassed: !isBroken(id),
      })),
    ),
  );
}

async function run(): Promise<number> {
  const { isWanted, isWhole, ...options } = readOptions();
  buildUnlessThere();
  const lines: Line[] = [];
  const world = await startWorld();
  try {
    for (const scenario of scenarios.filter(isWanted))
      lines.push(...(await runScenario(scenario, { world, ...options })));
  } finally {
    await world.stop();
  }
  if (isWhole) record(lines);
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
