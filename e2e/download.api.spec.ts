// The file of one's own data: for the person alone, from this site alone.
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { signIn } from "./sign-in-steps";
import { Visitor } from "./visitor";

/** What a browser says of a link on our page. */
const own = { headers: { "sec-fetch-site": "same-origin" } };
const downloadUrl = () => `${baseUrl()}/account/download`;

test("each person gets their own, as an attachment that nobody keeps (WB-10)", async ({
  person,
  createPerson,
}) => {
  const other = await createPerson();
  for (const [mine, theirs] of [
    [person, other],
    [other, person],
  ] as const) {
    const visitor = new Visitor();
    await signIn(visitor, mine);
    const { status, headers, body } = await visitor.send(downloadUrl(), own);
    expect(status).toBe(200);
    expect(headers["content-disposition"]).toContain("attachment");
    expect(headers["cache-control"]).toBe("private, no-store");
    expect(body).toContain(mine.id);
    expect(body).not.toContain(theirs.id);
  }
});

test("a stranger is led to the sign-in, and another site to nothing (WB-2)", async ({ person }) => {
  const stranger = await new Visitor().send(downloadUrl(), own);
  expect(stranger.status).toBe(303);
  expect(stranger.location?.pathname).toBe("/sign-in");
  const visitor = new Visitor();
  await signIn(visitor, person);
  for (const [name, value] of [
    ["sec-fetch-site", "cross-site"],
    ["sec-fetch-site", "same-site"],
    ["origin", "https://evil.test"],
    ["referer", "https://evil.test/"],
    // Neither header: nobody knows where it comes from.
    ["accept", "*/*"],
  ] as const) {
    const answer = await visitor.send(downloadUrl(), { headers: { [name]: value } });
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain(person.id);
  }
});

test("ten an hour, and the eleventh is told to wait (RL-1)", async ({ person }) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  for (let count = 0; count < 10; count += 1)
    expect((await visitor.send(downloadUrl(), own)).status).toBe(200);
  const late = await visitor.send(downloadUrl(), own);
  expect(late.status).toBe(429);
  expect(Number(late.headers["retry-after"])).toBeGreaterThan(60);
});
