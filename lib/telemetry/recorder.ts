// Where the app tells what it did, for whoever measures. Nothing is installed unless the
// environment asks for it (start.ts); until then each call is a look at an empty place. Called by
// lib/http, lib/kakao and lib/db.ts; knows no SDK, so that none of them does.
import "server-only";

export type LogLine = {
  time: string;
  level: "info" | "warn" | "error";
  event: string;
  [field: string]: unknown;
};

/** Few values each, whoever calls: an attribute of a metric never names a person or an address. */
export type RequestMeasure = {
  route: string;
  method: string;
  /** Null when the client left before an answer began. */
  status: number | null;
  seconds: number;
};
export type KakaoMeasure = { endpoint: string; outcome: string; seconds: number };
export type DatabaseMeasure = { outcome: "ok" | "refused" | "unavailable"; seconds: number };

export type Recorder = {
  event(line: LogLine): void;
  request(measure: RequestMeasure): void;
  kakaoCall(measure: KakaoMeasure): void;
  databaseCall(measure: DatabaseMeasure): void;
  /** Sends what is still here. Never throws; the caller bounds the time. */
  flush(): Promise<void>;
};

// Pages, handlers and instrumentation.ts are bundled apart.
const shared = globalThis as typeof globalThis & { humblebugRecorder?: Recorder };

export function recorder(): Recorder | undefined {
  return shared.humblebugRecorder;
}

export function installRecorder(installed: Recorder): void {
  shared.humblebugRecorder = installed;
}

/** @returns how many seconds have passed since, whenever it is asked */
export function startWatch(): () => number {
  const startedAt = performance.now();
  return () => (performance.now() - startedAt) / 1000;
}
