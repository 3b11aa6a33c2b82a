// `npm run kakao`: starts the emulator alone, for any project to use.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { describeEnvironment } from "./control/environment";
import { defaultPort } from "./defaults";
import { isLoopbackHost } from "./http/reach";
import { createKakaoEmulator, type EmulatorOptions, type KakaoEmulator } from "./server";
import { InputError } from "./world/input-error";
import { defaultSeed, readSeedFile, withLogoutRedirectUris, withRedirectUris } from "./world/seed";

const usage = `Usage: npm run kakao -- [--port ${defaultPort}] [--seed file.json] [--redirect-uri <address>]…
  --port           where to listen (also KAKAO_EMULATOR_PORT); 0 takes a free port
  --seed           apps and people to start with, instead of the built-in ones
  --redirect-uri   one more redirect URI for the first app; may be given several times
  --logout-redirect-uri  one more place that /oauth/logout may lead to; may be given several times
  --issuer         the issuer of ID tokens, if it is not the emulator's own origin
  --host           where to listen, if not on 127.0.0.1; needs --allow-host for the names used
  --allow-host     a name that callers may use for this machine; may be given several times
  --public-origin  the address of a proxy in front, such as https://kakao.example.com
  --cert, --key    PEM files: serves https
Beyond this machine, set KAKAO_EMULATOR_CONTROL_TOKEN (16 characters or more): without it the
control API and the panel stay closed there.`;

const optionSchema = {
  port: { type: "string" },
  seed: { type: "string" },
  issuer: { type: "string" },
  host: { type: "string" },
  "redirect-uri": { type: "string", multiple: true },
  "logout-redirect-uri": { type: "string", multiple: true },
  "allow-host": { type: "string", multiple: true },
  "public-origin": { type: "string" },
  cert: { type: "string" },
  key: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function readOptions(): EmulatorOptions | null {
  const { values } = parseArgs({ options: optionSchema });
  if (values.help) return null;
  const seed = values.seed === undefined ? defaultSeed : readSeedFile(values.seed);
  return {
    port: readPort(values.port ?? process.env.KAKAO_EMULATOR_PORT),
    seed: withLogoutRedirectUris(
      withRedirectUris(seed, values["redirect-uri"] ?? []),
      values["logout-redirect-uri"] ?? [],
    ),
    issuer: values.issuer,
    host: values.host,
    allowedHosts: values["allow-host"],
    publicOrigin: readPublicOrigin(values["public-origin"]),
    controlToken: readControlToken(process.env.KAKAO_EMULATOR_CONTROL_TOKEN),
    tls: readTls(values),
  };
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === "") return defaultPort;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new InputError("--port", `${text} is not a port`);
}

function readPublicOrigin(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const isOrigin = URL.canParse(text) && new URL(text).origin === text;
  if (isOrigin && /^https?:/.test(text)) return text;
  throw new InputError("--public-origin", `${text} is not an origin: https://kakao.example.com`);
}

function readControlToken(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  if (text.length >= 16) return text;
  throw new InputError("KAKAO_EMULATOR_CONTROL_TOKEN", "has fewer than 16 characters");
}

function readTls({ cert, key }: { cert?: string; key?: string }): EmulatorOptions["tls"] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new InputError("--cert, --key", "both are needed for https");
  }
  return { cert: readPem("--cert", cert), key: readPem("--key", key) };
}

function readPem(option: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(option, `${path} cannot be read: ${reason}`);
  }
}

function greet(
  { origin, state }: KakaoEmulator,
  { host, publicOrigin, controlToken }: EmulatorOptions,
) {
  const environment = describeEnvironment(origin, state.apps.list()[0]);
  const isOpen = publicOrigin !== undefined || !isLoopbackHost(host ?? "127.0.0.1");
  console.log(`Not for production: this is a Kakao emulator, for development and tests only.

  Listening on ${origin}
  Panel        ${origin}/_emulator

Give your app:

${environment.map((line) => `  ${line}`).join("\n")}
`);
  if (isOpen && controlToken === undefined) {
    console.log(
      "  The control API and the panel are closed: KAKAO_EMULATOR_CONTROL_TOKEN is not set.\n",
    );
  }
}

function stopOnSignal(emulator: KakaoEmulator): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void emulator.close().then(() => process.exit(0)));
  }
}

/** One sentence for what a person can put right; anything else keeps its stack. */
function explain(error: unknown, { port, host }: EmulatorOptions): string | null {
  if (error instanceof InputError) return `${error.field}: ${error.message}`;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "EADDRINUSE") return `Port ${port} is in use. Choose another with --port.`;
  if (code === "EACCES") return `Port ${port} is not allowed. Choose another with --port.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `--host: ${host} is no address of this machine.`;
  }
  if (code.startsWith("ERR_OSSL")) return "--cert, --key: not a certificate and its key in PEM.";
  return code.startsWith("ERR_PARSE_ARGS") ? `${(error as Error).message}\n\n${usage}` : null;
}

async function run(): Promise<void> {
  let options: EmulatorOptions | null = null;
  try {
    options = readOptions();
    if (options === null) return console.log(usage);
    const emulator = await createKakaoEmulator(options);
    // First: whoever reads the greeting may send one.
    stopOnSignal(emulator);
    greet(emulator, options);
  } catch (error) {
    const sentence = explain(error, options ?? {});
    if (sentence === null) throw error;
    console.error(sentence);
    process.exitCode = 1;
  }
}

await run();
