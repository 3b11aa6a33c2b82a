// For clients whose hosts are written into their code: what they send to Kakao goes to the emulator
// instead, at the transport, so that nothing of the client is changed. Called by their tests.
import http from "node:http";
import https from "node:https";
import { onTestFinished } from "vitest";

const kakaoHosts = ["kauth.kakao.com", "kapi.kakao.com"];

/** For the length of a test. Any other host is refused: no test leaves this machine. */
export function redirectKakaoHosts(emulatorOrigin: string): void {
  const original = { fetch: globalThis.fetch, request: https.request };
  const emulator = new URL(emulatorOrigin);

  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    // Plain HTTP stays on this machine anyway: the emulator itself, the app under test.
    const isOurs = url.protocol === "http:" && url.hostname === "127.0.0.1";
    return original.fetch(isOurs ? request : new Request(toEmulator(url, emulator), request));
  };
  https.request = ((...given: Parameters<typeof https.request>) => {
    const { url, options, callback } = readArguments(given);
    return http.request(toEmulator(url, emulator), withoutHost(options), callback);
  }) as typeof https.request;

  onTestFinished(() => {
    globalThis.fetch = original.fetch;
    https.request = original.request;
  });
}

function toEmulator(url: URL, emulator: URL): URL {
  if (!kakaoHosts.includes(url.hostname)) throw new Error(`a client wants to reach ${url.host}`);
  return new URL(url.pathname + url.search, emulator);
}

type Options = https.RequestOptions;
type Callback = (response: http.IncomingMessage) => void;

/** `https.request` takes an address, options, or both, and a callback. */
function readArguments(given: unknown[]) {
  const callback = given.find((argument) => typeof argument === "function") as Callback | undefined;
  const address = given.find((it) => typeof it === "string" || it instanceof URL);
  const options = (given.find((it) => isPlain(it)) ?? {}) as Options;
  const url =
    address === undefined
      ? new URL(options.path ?? "/", `https://${options.hostname ?? options.host}`)
      : new URL(String(address));
  return { url, options, callback };
}

function isPlain(value: unknown): boolean {
  return typeof value === "object" && value !== null && !(value instanceof URL);
}

/** What would send the request elsewhere than to its address, or in TLS, is left out. */
function withoutHost(options: Options): http.RequestOptions {
  const { host, hostname, port, path, protocol, agent, headers, ...rest } = options;
  const kept = Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== "host");
  return { ...rest, headers: Object.fromEntries(kept) as http.OutgoingHttpHeaders };
}
