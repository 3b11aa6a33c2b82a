// What an app must be told to use the emulator. Printed by the CLI, shown on the front page.
import type { App } from "../world/app-schema";

export function describeEnvironment(origin: string, app: App | undefined): string[] {
  const key = app?.keys[0];
  const lines = [`KAKAO_AUTH_URL=${origin}`, `KAKAO_API_URL=${origin}`];
  if (app === undefined || key === undefined) return lines;
  const nativeKeys = app.keys.filter(({ kind }) => kind === "native").map((native) => native.key);
  return [
    ...lines,
    `AUTH_KAKAO_ID=${key.key}`,
    `AUTH_KAKAO_SECRET=${key.clientSecret}`,
    `KAKAO_APP_ID=${app.appId}`,
    ...(nativeKeys.length > 0 ? [`KAKAO_NATIVE_APP_KEYS=${nativeKeys.join(",")}`] : []),
    `KAKAO_ADMIN_KEY=${app.adminKey}`,
  ];
}
