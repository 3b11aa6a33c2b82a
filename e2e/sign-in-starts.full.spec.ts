// A thousand trips to Kakao: no two of them share anything that could be guessed (AR-3).
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { readAppLog } from "./server-log";
import { agreeAtKakao, finishSignIn, readTokenRequests, startSignIn } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

const TRIPS = 1000;
const AT_ONCE = 50;
/** Those that are finished too: their verifiers come to light at the token endpoint alone. */
const FINISHED = 25;

test(`${TRIPS} trips have ${TRIPS} states, nonces and proof keys; no address, page or log shows a verifier (AR-3)`, async ({
  kakao,
  person,
}) => {
  const trips: Array<{ visitor: Visitor; url: URL }> = [];
  for (let left = TRIPS; left > 0; left -= AT_ONCE) {
    const started = Array.from({ length: AT_ONCE }, async () => {
      const visitor = new Visitor();
      return { visitor, url: await startSignIn(visitor) };
    });
    trips.push(...(await Promise.all(started)));
  }
  const all = trips.map(({ url }) => url.searchParams);
  for (const name of ["state", "nonce", "code_challenge"]) {
    const values = all.map((query) => query.get(name) ?? "");
    expect(new Set(values).size, name).toBe(TRIPS);
    // 43 letters of base64url are 256 bits.
    for (const value of values) expect(value).toMatch(/^[A-Za-z0-9_.-]{43,}$/);
  }
  expect(new Set(all.map((query) => query.get("code_challenge_method")))).toEqual(
    new Set(["S256"]),
  );

  const verifiers = new Set<string>();
  const seen: string[] = [(await send(`${baseUrl()}/sign-in`)).body];
  for (const { visitor, url } of trips.slice(0, FINISHED)) {
    const callback = await agreeAtKakao(visitor, url, person);
    const cookies = [...visitor.cookies().values()];
    const { headers, body } = await finishSignIn(visitor, callback);
    const [request] = await readTokenRequests(kakao, callback);
    verifiers.add(String(request?.body.code_verifier));
    seen.push(url.href, callback.href, JSON.stringify(headers), body, ...cookies);
  }
  expect(verifiers.size).toBe(FINISHED);
  const places = [...seen, ...readAppLog()].join("\n");
  for (const verifier of verifiers) {
    expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
    expect(places).not.toContain(verifier);
  }
});
