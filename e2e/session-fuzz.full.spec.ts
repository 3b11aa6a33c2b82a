// Ten thousand session cookies and access tokens that are wrong by a bit, by a letter, or altogether:
// 401 each, never an error of ours, and the genuine one is as good as before.
import { randomBytes, randomInt } from "node:crypto";
import { request } from "node:http";
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { signInNatively } from "./native-steps";
import { signIn } from "./sign-in-steps";
import { Visitor } from "./visitor";

const TRIES = 10_000;
const SIDE_BY_SIDE = 16;
type Try = { name: string; cookie?: string; authorization?: string };
type Outcome = { status: number; setCookie: string };

function ask({ cookie, authorization }: Try, at: string): Promise<Outcome> {
  const headers = {
    ...(cookie !== undefined && { cookie }),
    ...(authorization && { authorization }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${at}/api/me`, { headers, agent: false }, (answer) => {
      answer.resume();
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          setCookie: String(answer.headers["set-cookie"] ?? ""),
        }),
      );
    });
    sent.on("error", reject).end();
  });
}

/** Each byte with each of its bits turned, as far as a header can carry it. */
function flips(token: string): string[] {
  const bytes = Buffer.from(token, "latin1");
  return [...bytes].flatMap((byte, at) =>
    Array.from({ length: 8 }, (_, bit) => byte ^ (1 << bit))
      .filter((flipped) => flipped > 0x20 && flipped !== 0x7f && flipped !== 0x3b)
      .map((flipped) => {
        const copy = Buffer.from(bytes);
        copy[at] = flipped;
        return copy.toString("latin1");
      }),
  );
}

/** Parts lost, doubled, exchanged or replaced; lengths from nothing to twelve kilobytes. */
function mutate(token: string): string {
  const parts = token.split(".");
  const junk = randomBytes(randomInt(0, 200)).toString("base64url");
  const cut = randomInt(0, token.length);
  const choices = [
    () => token.slice(0, cut),
    () => token.slice(cut),
    () => token.slice(0, cut) + junk + token.slice(cut),
    () => parts.toReversed().join("."),
    () => [...parts, junk].join("."),
    () => [...parts, junk, junk].join("."),
    () => parts.map((part, at) => (at === cut % 3 ? junk : part)).join("."),
    () => `${parts[0]}.${Buffer.from(`{"sub":${junk}}`).toString("base64url")}.${parts[2]}`,
    () => `${Buffer.from(`{"alg":"${junk}"}`).toString("base64url")}.${parts[1]}.${parts[2]}`,
    () => junk,
    () => `%${junk}`,
    () => token.repeat(randomInt(2, 20)).slice(0, 7000),
    () => token.toUpperCase(),
    () => `${token}=`,
  ];
  return (choices[randomInt(choices.length)] ?? choices[0])?.() ?? "";
}

async function sendAll(tries: Try[]): Promise<void> {
  const wrong: string[] = [];
  const queue = tries.entries();
  const work = async () => {
    for (const [at, one] of queue) {
      const { status, setCookie } = await ask(one, at % 2 ? baseUrl() : secondUrl());
      const isCleared = one.cookie === undefined || /^session=; .*Max-Age=0/.test(setCookie);
      if (status !== 401 || !isCleared)
        wrong.push(`${status} for ${one.name}: ${JSON.stringify(one)}`);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  expect(wrong.slice(0, 5)).toEqual([]);
}

test("ten thousand changed session cookies and access tokens are 401 each, and cookies are taken back (ST-9)", async ({
  person,
  kakao,
}) => {
  test.setTimeout(180_000);
  const visitor = new Visitor();
  await signIn(visitor, person);
  const token = visitor.cookies().get("session") ?? "";
  const access = (await signInNatively(kakao, person)).access_token;
  const tries: Try[] = flips(token).map((flipped) => ({
    name: "a bit",
    cookie: `session=${flipped}`,
  }));
  tries.push(
    ...flips(access).map((flipped) => ({ name: "a bit", authorization: `Bearer ${flipped}` })),
  );
  while (tries.length < TRIES) {
    const [cookie, bearer] = [mutate(token), mutate(access)];
    if (cookie !== token) tries.push({ name: "a mutation", cookie: `session=${cookie}` });
    if (bearer !== access) tries.push({ name: "a mutation", authorization: `Bearer ${bearer}` });
  }
  await sendAll(tries);
  expect((await ask({ name: "", cookie: `session=${token}` }, secondUrl())).status).toBe(200);
  expect((await ask({ name: "", authorization: `Bearer ${access}` }, baseUrl())).status).toBe(200);
});
