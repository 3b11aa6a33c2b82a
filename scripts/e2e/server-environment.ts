// The environment of the servers under test: nothing of this machine's own settings gets in.
// Called by start-servers.ts and by `npm test` for the build.
import { randomBytes } from "node:crypto";
import type { KakaoApp, Variables } from "../dev/dev-environment";

const SETTINGS =
  /^(APP_ENV|AUTH_|KAKAO_|DATABASE_|PREVIEW_|TRUSTED_|CRON_|OTEL_|VERCEL|NEXT_|NODE_ENV$|PORT$)/;

/** The shell's variables without any that the app reads. */
export function cleanEnvironment(shell: Variables): Variables {
  const kept = Object.entries(shell).filter(([name]) => !SETTINGS.test(name));
  return {
    ...Object.fromEntries(kept),
    NEXT_TELEMETRY_DISABLED: "1",
    // Next.js takes its .env files for loaded, so a developer's .env.local stays out of the tests.
    __NEXT_PROCESSED_ENV: "true",
  };
}

/** What both instances of the app get; the canonical address is the first one's for both. */
export function appEnvironment(input: {
  shell: Variables;
  baseUrl: string;
  kakaoUrl: string;
  databaseUrl: string;
  kakaoApp: KakaoApp;
}): Variables {
  return {
    ...cleanEnvironment(input.shell),
    APP_ENV: "test",
    AUTH_URL: input.baseUrl,
    AUTH_SECRET: randomBytes(32).toString("base64"),
    AUTH_KAKAO_ID: input.kakaoApp.restApiKey,
    AUTH_KAKAO_SECRET: input.kakaoApp.clientSecret,
    KAKAO_APP_ID: String(input.kakaoApp.appId),
    KAKAO_NATIVE_APP_KEYS: input.kakaoApp.nativeAppKey,
    KAKAO_ADMIN_KEY: input.kakaoApp.adminKey,
    CRON_SECRET: randomBytes(32).toString("base64"),
    KAKAO_AUTH_URL: input.kakaoUrl,
    KAKAO_API_URL: input.kakaoUrl,
    DATABASE_URL: input.databaseUrl,
    // Each visitor of a test comes from an address of its own; one address for all of them would
    // soon be limited.
    TRUSTED_PROXY_HOPS: "1",
  };
}
