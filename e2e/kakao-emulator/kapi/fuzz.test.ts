// Thousands of nonsensical calls of every kapi path: each gets an answer of Kakao's shape, none a
// crash. The numbers behind them are the same each run, so that a failure can be repeated.
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { afterAll, expect, test } from "vitest";
import { kapiRules } from "../rules/kapi";
import { makeShot, type Shot } from "../testing/kapi-nonsense";
import { Random } from "../testing/random";
import { client, emulator } from "../testing/test-emulator";
import { haneul, makeApp, tokenFor } from "../testing/test-kapi";
import type { App } from "../world/app-schema";

/** A round is short: logout and unlink leave the rest of it with a dead token. */
const rounds = 300;
const callsInARound = 10;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
afterAll(() => agent.destroy());

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

function send({ method, path, headers, body }: Shot): Promise<Answer> {
  const { port } = emulator;
  const length = String(Buffer.byteLength(body));
  return new Promise((resolve, reject) => {
    const call = request(
      {
        agent,
        port,
        host: "127.0.0.1",
        method,
        path,
        headers: { ...headers, "content-length": length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    call.on("error", reject);
    call.end(body);
  });
}

const knownRefusals = new Set(
  Object.values(kapiRules).map(({ status, code }) => `${status} ${code}`),
);

/** What is wrong with an answer, or `null`. */
function findFlaw({ status, headers, text }: Answer): string | null {
  if (headers["content-type"] !== "application/json;charset=UTF-8") return "content type";
  const body = JSON.parse(text);
  if (status === 200) return "code" in body ? "a refusal with status 200" : null;
  if (Object.keys(body).slice(0, 2).join() !== "msg,code") return "no {msg, code}";
  if (typeof body.msg !== "string") return "msg is no text";
  if (status >= 500 || !knownRefusals.has(`${status} ${body.code}`)) return "not in the table";
  return "www-authenticate" in headers === (status === 401) ? null : "www-authenticate";
}

async function makeApps(): Promise<App[]> {
  const secondaryAdminKeys = [{ allows: ["/v2/user/me"] }];
  const userProperties = ["shoe", "constructor"];
  const serviceTerms = [{ tag: "service", title: "약관" }];
  const whole = await makeApp({ secondaryAdminKeys, userProperties, serviceTerms });
  return [
    ...[whole, whole, whole],
    await makeApp({ autoLink: false, userProperties, consentItems: {} }),
    await makeApp({ kakaoSync: false, oidc: false, rateLimits: true }),
    await makeApp({ allowedIps: ["203.0.113.7"] }),
  ];
}

test("nonsense is refused in Kakao's words, or answered, and never a crash", async () => {
  const random = new Random(20260101);
  const apps = await makeApps();
  const flaws: string[] = [];
  const seen = new Map<number, number>();
  for (let round = 0; round < rounds; round += 1) {
    const app = random.pick(apps);
    const token = await tokenFor(app, haneul);
    const shots = Array.from({ length: callsInARound }, () => makeShot(random, token, app));
    const answers = await Promise.all(shots.map(send));
    for (const [index, answer] of answers.entries()) {
      const flaw = findFlaw(answer);
      if (flaw !== null) flaws.push(`${flaw}: ${JSON.stringify([shots[index], answer])}`);
      const code = answer.status === 200 ? 200 : JSON.parse(answer.text).code;
      seen.set(code, (seen.get(code) ?? 0) + 1);
    }
  }
  expect(flaws).toEqual([]);
  // The nonsense has to reach all of the code, not only the door.
  const reached = [200, -2, -3, -8, -101, -102, -201, -401].map((code) => seen.get(code) ?? 0);
  expect(Math.min(...reached)).toBeGreaterThan(0);
  expect((await client.health()).status).toBe("ok");
}, 120_000);
