// `npm run kakao`: starts the emulator alone, for any project to use.
import { parseArgs } from "node:util";
import { describeEnvironment } from "./control/environment";
import { defaultPort } from "./defaults";
import { createKakaoEmulator, type KakaoEmulator } from "./server";
import { InputError } from "./world/input-error";
import { defaultSeed, readSeedFile, type Seed, withRedirectUris } from "./world/seed";

const usage = `Usage: npm run kakao -- [--port ${defaultPort}] [--seed file.json] [--redirect-uri <address>]…
  --port          where to listen on 127.0.0.1 (also KAKAO_EMULATOR_PORT)
  --seed          apps and people to start with, instead of the built-in ones
  --redirect-uri  one more redirect URI for the first app; may be given several times
  --issuer        the issuer of ID tokens, if it is not the emulator's own origin`;

type Settings = { port: number; seed: Seed; issuer: string | undefined };

function readSettings(): Settings | null {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      seed: { type: "string" },
      issuer: { type: "string" },
      "redirect-uri": { type: "string", multiple: true },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return null;
  const seed = values.seed === undefined ? defaultSeed : readSeedFile(values.seed);
  return {
    port: readPort(values.port ?? process.env.KAKAO_EMULATOR_PORT),
    seed: withRedirectUris(seed, values["redirect-uri"] ?? []),
    issuer: values.issuer,
  };
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === "") return defaultPort;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new InputError("--port", `${text} is not a port`);
}

function greet({ origin, state }: KakaoEmulator): void {
  const environment = describeEnvironment(origin, state.apps.list()[0]);
  console.log(`Kakao emulator. This is not the real Kakao: for development and tests only.

  Listening on ${origin}

Give your app:

${environment.map((line) => `  ${line}`).join("\n")}
`);
}

function stopOnSignal(emulator: KakaoEmulator): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void emulator.close().then(() => process.exit(0)));
  }
}

/** One sentence for what a person can put right; anything else keeps its stack. */
function explain(error: unknown, port: number | undefined): string | null {
  if (error instanceof InputError) return `${error.field}: ${error.message}`;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "EADDRINUSE") return `Port ${port} is in use. Choose another with --port.`;
  if (code === "EACCES") return `Port ${port} is not allowed. Choose another with --port.`;
  return code.startsWith("ERR_PARSE_ARGS") ? `${(error as Error).message}\n\n${usage}` : null;
}

async function run(): Promise<void> {
  let settings: Settings | null = null;
  try {
    settings = readSettings();
    if (settings === null) return console.log(usage);
    const emulator = await createKakaoEmulator(settings);
    greet(emulator);
    stopOnSignal(emulator);
  } catch (error) {
    const sentence = explain(error, settings?.port);
    if (sentence === null) throw error;
    console.error(sentence);
    process.exitCode = 1;
  }
}

await run();
