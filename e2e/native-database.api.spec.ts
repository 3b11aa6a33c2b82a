// The database goes away under an app's session and comes back: a clear answer in time, and nobody
// is signed out by it. An instance of its own stands behind a line that can be cut.
import { expect } from "./fixtures";
import {
  exchange,
  expectRefusal,
  idTokenOf,
  kakaoTokenOf,
  meWith,
  postJson,
  refresh,
  revoke,
  signInNatively,
  tokensIn,
} from "./native-steps";
import { test } from "./own-app-behind-line";
import type { Answer } from "./visitor";

const MAX_MS = 3000;
const HEALED_WITHIN = { timeout: 10_000 };

async function expectUnavailable(work: Promise<Answer>): Promise<void> {
  const startedAt = Date.now();
  const answer = await work;
  expect(Date.now() - startedAt).toBeLessThan(MAX_MS);
  expectRefusal(answer, 503, "UNAVAILABLE");
  expect(answer.headers["retry-after"]).toBe("5");
}

for (const [id, fault] of [
  ["D2, D11", "cut"],
  ["D3, D11", "swallow"],
] as const)
  test(`with the line ${fault}, everything of a native session is 503, and all of it works again afterwards (${id}, ST-10)`, async ({
    app: { url: at },
    line,
    kakao,
    person,
  }) => {
    const session = await signInNatively(kakao, person, { at });
    const token = await kakaoTokenOf(kakao, person);
    const me = () => meWith(`Bearer ${session.access_token}`, { at });
    expect((await me()).status).toBe(200);
    const idToken = await idTokenOf(kakao, person, "n");
    line[fault]();
    await Promise.all(
      [
        exchange(token, { at }),
        me(),
        refresh(session.refresh_token, { at }),
        revoke(session.refresh_token, { at }),
        postJson("/api/token", { id_token: idToken, nonce: "n" }, { at }),
      ].map(expectUnavailable),
    );
    line.heal();
    await expect.poll(async () => (await me()).status, HEALED_WITHIN).toBe(200);
    expect(tokensIn(await exchange(token, { at })).user.id).toBe(session.user.id);
    const next = tokensIn(await refresh(session.refresh_token, { at }));
    expect((await revoke(next.refresh_token, { at })).status).toBe(200);
    expect((await me()).status, "and an end is an end").toBe(401);
  });
