// The only reader of process.env. Checked once when the server starts (instrumentation.ts);
// whoever needs a setting calls env(). The rules themselves stand in lib/env/.
import { crossCheck } from "./env/contradictions";
import { type AppEnv, isDeployed, readAppEnv, readAuthUrl } from "./env/deployment";
import { readTelemetry, type Telemetry } from "./env/telemetry";
import { type Problem, type Source, VariableReader } from "./env/variables";

export type Env = {
  appEnv: AppEnv;
  /** Canonical origin of this deployment, without a trailing slash. */
  authUrl: string;
  /** The first secret signs and seals; all of them verify and open. */
  authSecrets: [string, ...string[]];
  databaseUrl: string;
  /** Who knows it may start the jobs by /api/cron; null: nobody. */
  cronSecret: string | null;
  kakao: {
    /** Null until the operator has set it: the app then starts closed. */
    restApiKey: string | null;
    clientSecret: string | null;
    appId: string | null;
    /** Whose id_tokens POST /api/token accepts: native and JavaScript app keys. */
    nativeAppKeys: string[];
    adminKey: string | null;
    adminKeyPrevious: string | null;
    /** As Kakao's console says it; null takes both. */
    unlinkWebhookMethod: "GET" | "POST" | null;
    scopes: string[];
    oidc: "auto" | "required";
    /** Whether Kakao's tokens are kept, sealed, after a sign-in (docs/token-vault.md). */
    tokenVault: "off" | "on";
    authUrl: string;
    apiUrl: string;
  };
  preview: {
    redirectProxyUrl: string | null;
    proxySecret: string | null;
    origins: string[];
  };
  trustedProxyHops: number;
  /** Null unless metrics or events are asked for. */
  telemetry: Telemetry | null;
};

/** Thrown when the environment is wrong; says every faulty variable's name and no value. */
export class EnvError extends Error {
  constructor(readonly problems: Problem[]) {
    const lines = problems.map(({ name, rule }) => `  ${name} ${rule}`);
    super(`The environment is not right:\n${lines.join("\n")}`);
    this.name = "EnvError";
  }
}

const KAKAO_AUTH_URL = "https://kauth.kakao.com";
const KAKAO_API_URL = "https://kapi.kakao.com";
/** Origins in which `*` stands for a part of the host name. */
const HTTPS_ORIGINS = /^https:\/\/[a-z0-9.*-]+(:\d+)?$/;
const WEB_ORIGINS = /^https?:\/\/[a-z0-9.*-]+(:\d+)?$/;

/** @throws EnvError naming every faulty variable */
export function parseEnv(source: Source): Env {
  const read = new VariableReader(source);
  const appEnv = readAppEnv(source);
  const httpsOnly = isDeployed(appEnv);
  const parsed: Env = {
    appEnv,
    authUrl: readAuthUrl(read, source, appEnv),
    authSecrets: readAuthSecrets(read),
    databaseUrl: read.postgresUrl("DATABASE_URL") ?? read.missing("DATABASE_URL"),
    cronSecret: read.secret("CRON_SECRET"),
    kakao: readKakao(read, httpsOnly),
    preview: {
      redirectProxyUrl: read.httpUrl("AUTH_REDIRECT_PROXY_URL", { httpsOnly }),
      proxySecret: read.secret("PREVIEW_PROXY_SECRET"),
      origins: read.list("PREVIEW_ORIGINS", httpsOnly ? HTTPS_ORIGINS : WEB_ORIGINS),
    },
    trustedProxyHops: read.integer("TRUSTED_PROXY_HOPS", 0, 10) ?? (source.VERCEL_ENV ? 1 : 0),
    telemetry: readTelemetry(read, { httpsOnly }),
  };
  const problems = [...read.problems, ...crossCheck(parsed, source)];
  if (problems.length > 0) throw new EnvError(problems);
  return parsed;
}

function readAuthSecrets(read: VariableReader): [string, ...string[]] {
  const current = read.secret("AUTH_SECRET") ?? read.missing("AUTH_SECRET");
  const earlier = ["AUTH_SECRET_1", "AUTH_SECRET_2", "AUTH_SECRET_3"].map((name) =>
    read.secret(name),
  );
  return [current, ...earlier.filter((secret) => secret !== null)];
}

function readKakao(read: VariableReader, httpsOnly: boolean): Env["kakao"] {
  return {
    restApiKey: read.key("AUTH_KAKAO_ID"),
    clientSecret: read.key("AUTH_KAKAO_SECRET"),
    appId: read.matching("KAKAO_APP_ID", /^[1-9]\d{0,18}$/, "must be the Kakao app's number"),
    nativeAppKeys: read.list("KAKAO_NATIVE_APP_KEYS", /^[A-Za-z0-9_-]{8,100}$/),
    adminKey: read.key("KAKAO_ADMIN_KEY"),
    adminKeyPrevious: read.key("KAKAO_ADMIN_KEY_PREVIOUS"),
    unlinkWebhookMethod: read.oneOf("KAKAO_UNLINK_WEBHOOK_METHOD", ["GET", "POST"]),
    scopes: read.list("KAKAO_SCOPES", /^[a-z_]{2,40}$/),
    oidc: read.oneOf("KAKAO_OIDC", ["auto", "required"]) ?? "auto",
    tokenVault: read.oneOf("KAKAO_TOKEN_VAULT", ["off", "on"]) ?? "off",
    authUrl: read.origin("KAKAO_AUTH_URL", { httpsOnly }) ?? KAKAO_AUTH_URL,
    apiUrl: read.origin("KAKAO_API_URL", { httpsOnly }) ?? KAKAO_API_URL,
  };
}

let checked: Env | null = null;

/** The checked environment. @throws EnvError on the first call, when it is wrong */
export function env(): Env {
  checked ??= parseEnv(process.env);
  return checked;
}

/** Folder name of the newest migration that this build knows; inlined by next.config.js. */
export const newestMigration = process.env.NEWEST_MIGRATION ?? "";

/** Every page and handler of app/ as the pattern of its path; inlined by next.config.js, too. */
export const appRoutes = (process.env.APP_ROUTES ?? "").split(",");
