// Numbers about numbers. Called by the scenarios.

/** @param share 0.95 for p95; NaN without values */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const p50 = (values: number[]) => percentile(values, 0.5);
export const p95 = (values: number[]) => percentile(values, 0.95);
export const p99 = (values: number[]) => percentile(values, 0.99);

export const inMs = (ms: number) => `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;

/** Of several rounds: the median and how far they lie apart. */
export function describeRounds(values: number[], show: (value: number) => string): string {
  if (values.length < 2) return show(p50(values));
  return `${show(p50(values))} (${show(Math.min(...values))}–${show(Math.max(...values))})`;
}

export const asRatio = (value: number) => `${value.toFixed(2)}×`;

export type Point = { x: number; y: number };

/** Least squares: how much y grows while x grows by one. */
export function slope(points: Point[]): number {
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const over = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
