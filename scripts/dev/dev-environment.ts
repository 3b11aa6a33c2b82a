// Decides what `npm run dev` starts by itself and which variables the app gets: whatever a person
// has set, in the shell or in the files that Next.js reads, wins. Called by run-dev.ts.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { DevProblem } from "./dev-problem";

/** In the order in which Next.js asks them in development. */
export const ENV_FILES = [".env.development.local", ".env.local", ".env.development", ".env"];

export type Variables = Record<string, string | undefined>;

/** The emulator's own app, as e2e/kakao-emulator/defaults.ts exports it. */
export type KakaoApp = {
  appId: string | number;
  restApiKey: string;
  nativeAppKey: string;
  clientSecret: string;
  adminKey: string;
};

export type DevPlan = {
  port: number;
  origin: string;
  redirectUri: string;
  logoutRedirectUri: string;
  /** Who answers as Kakao: our emulator, one that somebody else runs, or Kakao itself. */
  kakao: "emulator" | "other-emulator" | "real";
  database: "embedded" | "own";
};

function readEnvFile(file: string): Variables {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new DevProblem(`${path.basename(file)} cannot be read.`);
  }
}

/** What a person has set: shell before files, and an empty value counts as not set. */
export function readOwnVariables(root: string, shell: Variables, fileNames = ENV_FILES): Variables {
  // Set where Next.js is told to leave the files alone; then they do not count here either.
  const names = shell.__NEXT_PROCESSED_ENV ? [] : fileNames;
  const files = names.map((name) => readEnvFile(path.join(root, name)));
  const own: Variables = {};
  for (const source of [...files.reverse(), shell]) {
    for (const [name, value] of Object.entries(source)) if (value) own[name] = value;
  }
  return own;
}

function readPort(value: string | undefined): number {
  if (!value) return 3000;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new DevProblem(`PORT=${value} is not a port: choose a number from 1 to 65535.`);
}

function readOrigin(value: string): string {
  if (URL.canParse(value)) return new URL(value).origin;
  throw new DevProblem("AUTH_URL is not an address such as http://localhost:3000.");
}

export function planDev(own: Variables): DevPlan {
  const port = readPort(own.PORT);
  const origin = readOrigin(own.AUTH_URL ?? `http://localhost:${port}`);
  const isElsewhere = Boolean(own.KAKAO_AUTH_URL);
  return {
    port,
    origin,
    redirectUri: `${origin}/api/auth/callback/kakao`,
    logoutRedirectUri: `${origin}/sign-in`,
    kakao: isElsewhere ? "other-emulator" : own.AUTH_KAKAO_ID ? "real" : "emulator",
    database: own.DATABASE_URL ? "own" : "embedded",
  };
}

function emulatorVariables(app: KakaoApp, url: string): Variables {
  return {
    AUTH_KAKAO_ID: app.restApiKey,
    AUTH_KAKAO_SECRET: app.clientSecret,
    KAKAO_APP_ID: String(app.appId),
    KAKAO_NATIVE_APP_KEYS: app.nativeAppKey,
    KAKAO_ADMIN_KEY: app.adminKey,
    KAKAO_AUTH_URL: url,
    KAKAO_API_URL: url,
  };
}

/**
 * The environment of `next dev`. Only what nobody has set is added: Next.js reads the files itself,
 * and prefers what is in the environment already.
 */
export function buildAppEnvironment(input: {
  shell: Variables;
  own: Variables;
  plan: DevPlan;
  secret: string;
  databaseUrl: string;
  emulator: { app: KakaoApp; url: string } | null;
}): Variables {
  const { own, plan, emulator } = input;
  const defaults: Variables = {
    APP_ENV: "development",
    AUTH_URL: plan.origin,
    AUTH_SECRET: input.secret,
    DATABASE_URL: input.databaseUrl,
    NEXT_TELEMETRY_DISABLED: "1",
    ...(emulator ? emulatorVariables(emulator.app, own.KAKAO_AUTH_URL ?? emulator.url) : {}),
  };
  const added = Object.entries(defaults).filter(([name]) => !own[name]);
  return { ...input.shell, ...Object.fromEntries(added) };
}
