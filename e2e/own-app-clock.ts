// An instance whose clock is off, with the first instance's secrets, database and Kakao.
import { fileURLToPath } from "node:url";
import { type Changes, firstInstanceEnvironment, type OwnApp, startApp } from "./own-app";

export function startAppWithClock(
  shiftSeconds: number,
  environment: Changes = firstInstanceEnvironment(),
): Promise<OwnApp> {
  const module = fileURLToPath(new URL("./clock-shift.mjs", import.meta.url));
  return startApp({
    ...environment,
    NODE_OPTIONS: `--import=${module}`,
    CLOCK_SHIFT_SECONDS: String(shiftSeconds),
  });
}
