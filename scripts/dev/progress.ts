// The calm lines of `npm run dev`. Called by run-dev.ts.

/** One finished step: `✓ database    embedded PostgreSQL in .data/pglite    1.9 s`. */
export function printStep(name: string, detail: string, startedAt: number): void {
  const seconds = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
  process.stdout.write(`✓ ${name.padEnd(12)}${detail.padEnd(48)}${seconds.padStart(7)}\n`);
}

export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printProblem(text: string): void {
  process.stderr.write(`✗ ${text}\n`);
}
