// Two thousand requests that no app sends, over HTTP: every one is answered, none with a 5xx, none
// signs anybody in (NX-6, ST-9, IN-4). Ten thousand more go to the handlers themselves, without the
// server around them: lib/native/odd-requests.integration.test.ts.
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { fuzzSeed, type OddRequest, OddRequests } from "#scripts/test/odd-requests";
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { meWith, signInNatively } from "./native-steps";

const REQUESTS = 2000;
/** Few: other tests run beside this one, and some of them look at the clock. */
const AT_ONCE = 4;

type Outcome = { status: number; headers: IncomingHttpHeaders; body: string };

/** Null when the server ended the line in mid-body, as it may with one that is too large. */
function send(agent: Agent, at: string, odd: OddRequest): Promise<Outcome | null> {
  const { hostname, port } = new URL(at);
  const { method, path, body } = odd;
  return new Promise((resolve, reject) => {
    const headers = { ...odd.headers, "content-length": String(Buffer.byteLength(body)) };
    const sent = request({ hostname, port, path, method, headers, agent });
    sent.setTimeout(20_000, () => sent.destroy(new Error("no answer")));
    sent.once("error", (error: NodeJS.ErrnoException) =>
      ["ECONNRESET", "EPIPE"].includes(error.code ?? "") ? resolve(null) : reject(error),
    );
    sent.once("response", async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString("utf8");
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    sent.end(body);
  });
}

function expectRefusedInWords(odd: OddRequest, { status, headers, body }: Outcome, seed: number) {
  const told = `FUZZ_SEED=${seed}: ${JSON.stringify(odd)} → ${status} ${body}`;
  expect(status, told).toBeGreaterThanOrEqual(400);
  expect(status, told).toBeLessThan(500);
  expect(headers["set-cookie"]?.join("") ?? "", told).not.toMatch(/session=[^;]/);
  // Node itself answers an expectation that nobody can meet.
  if (status !== 417) expect(JSON.parse(body).message, told).toMatch(/^[A-Z_]+$/);
}

test("two thousand odd requests are each refused in words (NX-6, ST-9, IN-4)", async ({
  kakao,
  person,
}) => {
  test.setTimeout(180_000);
  const session = await signInNatively(kakao, person);
  const { access_token, refresh_token } = await signInNatively(kakao, person);
  const seed = fuzzSeed();
  const junk = [access_token.slice(0, -4), `${refresh_token}x`, "x".repeat(64)];
  const odd = new OddRequests(seed, junk, baseUrl());
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const seen = new Set<number>();
  let cutOff = 0;
  const work = async (at: string) => {
    for (let times = 0; times < REQUESTS / AT_ONCE; times += 1) {
      const sent = odd.next();
      const answer = await send(agent, at, sent);
      if (answer === null) cutOff += 1;
      else expectRefusedInWords(sent, answer, seed);
      if (answer) seen.add(answer.status);
    }
  };
  await Promise.all(
    Array.from({ length: AT_ONCE }, (_, n) => work(n % 2 ? baseUrl() : secondUrl())),
  );
  agent.destroy();
  expect([...seen]).toEqual(expect.arrayContaining([400, 401, 404, 405, 413, 415]));
  expect(cutOff).toBeLessThan(REQUESTS / 100);
  const me = await meWith(`Bearer ${session.access_token}`);
  expect(me.status, "the session that nobody guessed lives on").toBe(200);
});
