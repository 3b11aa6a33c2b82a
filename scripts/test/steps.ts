// What `npm test` consists of, in order, and what `npm run test:full` adds. Called by run-tests.ts.

import type { Variables } from "../dev/dev-environment";
import { cleanEnvironment } from "../e2e/server-environment";

export type Step = {
  name: string;
  /** Node.js commands, one after the other; the first failure ends the step. */
  commands: string[][];
  env: Variables;
  /** Steps without which this one says nothing. */
  needs?: string[];
  /** Takes minutes: left out of `npm test` unless it is named. */
  isLong?: boolean;
};

const NEXT = "node_modules/next/dist/bin/next";
const VITEST = "node_modules/vitest/vitest.mjs";
const TSC = "node_modules/typescript/bin/tsc";
const BIOME = "node_modules/@biomejs/biome/bin/biome";
const PLAYWRIGHT = "node_modules/@playwright/test/cli.js";
const INSTALL = "scripts/test/install-package.mjs";
const CLIENTS = "e2e/kakao-emulator/clients";
const EVIDENCE = "scripts/evidence/evidence.ts";
const GENERATE = "scripts/generate.mjs";

function playwright(...projects: string[]): string[] {
  return [PLAYWRIGHT, "test", ...projects.map((project) => `--project=${project}`)];
}

function vitest(name: string, env: Variables): Step {
  return { name, commands: [[VITEST, "run", "--project", name]], env };
}

/** @param isSelected whether the step is part of this run */
export function listSteps(shell: Variables, isSelected: (name: string) => boolean): Step[] {
  const env = cleanEnvironment(shell);
  // Run alone, e2e makes its own build.
  const e2e = { ...env, E2E_SKIP_BUILD: isSelected("build") ? "1" : undefined };
  const steps: Step[] = [
    {
      name: "types",
      commands: [
        [NEXT, "typegen"],
        [TSC, "--noEmit"],
      ],
      env,
    },
    { name: "lint", commands: [[BIOME, "ci"]], env },
    vitest("unit", env),
    vitest("emulator", env),
    {
      name: "clients",
      commands: [[INSTALL, CLIENTS], [TSC, "-p", CLIENTS], ...vitest("clients", env).commands],
      env,
    },
    vitest("integration", env),
    { name: "build", commands: [[GENERATE], [NEXT, "build"]], env },
    {
      name: "e2e",
      commands: [playwright("api", "desktop", "phone", "no-javascript")],
      env: e2e,
      needs: ["build"],
    },
    {
      name: "full",
      commands: [[INSTALL, "e2e/observatory"], playwright("full")],
      env: e2e,
      needs: ["build"],
      isLong: true,
    },
    {
      name: "load",
      commands: [["--import=tsx", "load/run.ts", "--quick"]],
      env: e2e,
      needs: ["build"],
      isLong: true,
    },
    {
      name: "evidence",
      commands: [["--import=tsx", EVIDENCE]],
      env,
      needs: ["unit", "emulator", "integration", "e2e", "full", "load"],
    },
  ];
  return steps.filter((step) => isSelected(step.name));
}
