// Sends odd requests by the thousand and looks at each answer. Called by the fuzz specs.
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import type { OddRequest } from "#scripts/test/odd-requests";
import { firstInstanceEnvironment } from "./own-app";

export type Outcome = { status: number; headers: IncomingHttpHeaders; body: string };

const NO_ANSWER_MS = 20_000;
/** For bytes that never become a request: then the line is closed from this side. */
const PATIENCE_MS = 700;

/** Null when the server ended the line in mid-body, as it may with one that is too large. */
function send(agent: Agent, at: string, odd: OddRequest): Promise<Outcome | null> {
  const { hostname, port } = new URL(at);
  const { method, path, body } = odd;
  return new Promise((resolve, reject) => {
    const headers = { ...odd.headers, "content-length": String(Buffer.byteLength(body)) };
    const sent = request({ hostname, port, path, method, headers, agent });
    const fail = (error: NodeJS.ErrnoException) =>
      ["ECONNRESET", "EPIPE"].includes(error.code ?? "") ? resolve(null) : reject(error);
    sent.setTimeout(NO_ANSWER_MS, () => reject(new Error(`no answer: ${method} ${path}`)));
    sent.once("error", fail);
    sent.once("response", async (response) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of response) chunks.push(chunk);
      } catch (error) {
        return fail(error as NodeJS.ErrnoException);
      }
      const text = Buffer.concat(chunks).toString("utf8");
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    sent.end(body);
  });
}

export type Fuzz = {
  at: string[];
  requests: number;
  atOnce: number;
  next: () => OddRequest;
  check: (odd: OddRequest, outcome: Outcome) => void;
};

/** @returns how often each status was answered; 0 stands for a line that the server ended */
export async function fuzz({ at, requests, atOnce, next, check }: Fuzz) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const statuses = new Map<number, number>();
  const work = async (worker: number) => {
    for (let times = 0; times < requests / atOnce; times += 1) {
      const odd = next();
      const outcome = await send(agent, at[worker % at.length] ?? "", odd);
      const status = outcome?.status ?? 0;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (outcome) check(odd, outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, worker) => work(worker)));
  agent.destroy();
  return statuses;
}

/** All that comes back for these bytes, until the server ends the line or has nothing to say. */
export function sendLine(at: string, bytes: string): Promise<string> {
  const { port } = new URL(at);
  return new Promise((resolve) => {
    const socket = connect({ host: "localhost", port: Number(port) });
    let received = "";
    const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      timer.refresh();
    });
    socket.on("error", () => {});
    socket.once("close", () => {
      clearTimeout(timer);
      resolve(received);
    });
    socket.write(bytes, "latin1");
  });
}

/** Every status line in an answer or in several behind each other. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => Number(status));
}

/** What no answer may hold, whoever asked: the inside of the app. */
const INSIDE = /node_modules|\.next\/server|at \S+ \(\S+:\d+:\d+\)|PrismaClient|ECONNREFUSED/;

/**
 * Nothing breaks, nothing is told that is not the asker's, and nobody is signed in by it.
 *
 * @throws Error saying what is wrong; not by `expect`, of which Playwright remembers every call
 */
export function requireHarmless(
  told: string,
  { status, headers, body }: Outcome,
  canaries: string[],
): void {
  const whole = `${JSON.stringify(headers)}\n${body}`;
  const harm = [
    (status < 200 || status >= 500) && `status ${status}`,
    /session=[^;]/.test(headers["set-cookie"]?.join("") ?? "") && "a session",
    ...canaries.filter((canary) => whole.includes(canary)),
    INSIDE.exec(whole)?.[0],
  ].filter(Boolean);
  if (harm.length > 0) throw new Error(`${harm.join(", ")} in the answer to ${told}`);
}

/** What an instance knows and nobody may hear of. */
export function secretsOfApp(): string[] {
  const { AUTH_SECRET, AUTH_KAKAO_SECRET, KAKAO_ADMIN_KEY, DATABASE_URL } =
    firstInstanceEnvironment();
  return [AUTH_SECRET, AUTH_KAKAO_SECRET, KAKAO_ADMIN_KEY, DATABASE_URL].map(String);
}

/** The page that says the database is away is a 503 for whoever opens it. */
export function isUnavailablePage(path: string, status: number): boolean {
  return status === 503 && /unavailable/i.test(path);
}
