// The small form of sink.full.spec.ts: one canary through a sign-in that works and some that do not.
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import type { FaultInput } from "./kakao-emulator/faults/fault-schema";
import { expectServerError, readAppLog } from "./server-log";
import { canaryPerson, findBrokenLines, Sink } from "./sink-run";

const faults: FaultInput[] = [
  { endpoint: "token", kakaoCode: "KOE320" },
  { endpoint: "token", kakaoCode: "KOE010" },
  { endpoint: "token", idToken: { key: "unpublished" } },
  { endpoint: "user_me", truncateBodyTo: 60 },
  { endpoint: "user_me", setRawFields: { id: "3956953872" } },
  { endpoint: "access_token_info", status: 500, body: "<h1>500</h1>" },
];

test("a canary is in no line of the log and in no answer to a stranger (SE-6, SE-7, I8)", async ({
  kakao,
  createPerson,
}) => {
  expectServerError("sign_in.misconfigured");
  const sink = new Sink(kakao, baseUrl());
  const visit = async (fault: FaultInput | null) => {
    const person = await createPerson(canaryPerson());
    sink.know(person);
    if (fault) await kakao.setFault({ ...fault, personId: person.id });
    if (fault?.endpoint !== "access_token_info") await sink.visit(person);
    if (fault?.endpoint !== "token") await sink.exchange(person);
    await sink.knowWhatKakaoSaid(person);
  };
  await Promise.all([null, ...faults].map(visit));
  const stranger = { headers: { "user-agent": "a\u0085\u009b[2J", "x-forwarded-for": "\u0085" } };
  const last = await sink.ask("/api/nowhere", stranger);
  const refused = await sink.ask("/api/token", { method: "POST", ...stranger });
  expect([last.status, refused.status]).toEqual([404, 400]);
  const id = String(refused.headers["x-request-id"]);
  await expect.poll(() => readAppLog().some((line) => line.includes(id))).toBe(true);
  const log = readAppLog().join("\n");
  expect(sink.secrets.size).toBeGreaterThan(40);
  expect([...sink.secrets.findIn(log), ...sink.personal.findIn(log)]).toEqual([]);
  const answers = sink.answers.join("\n");
  expect([...sink.secrets.findIn(answers), ...sink.personal.findIn(answers)]).toEqual([]);
  expect(findBrokenLines(log)).toEqual([]);
});
