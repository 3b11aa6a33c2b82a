// Who is who: one Kakao id is one user, told apart to the last digit, and by nothing else.
import { randomInt } from "node:crypto";
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { readMe, signIn } from "./sign-in-steps";
import { countUsersOf } from "./user-rows";
import { Visitor } from "./visitor";

async function userIdOf(person: { id: string; loginId: string }): Promise<string | undefined> {
  const visitor = new Visitor();
  await signIn(visitor, person);
  return (await readMe(visitor))?.id;
}

/** Where JavaScript's numbers are four apart or less even, neighbours fall together. */
const neighbours: Array<[string, () => [bigint, bigint]]> = [
  ["just above 2^53", () => pairFrom(2n ** 53n + 4n * BigInt(randomInt(1, 2 ** 40)))],
  ["of nineteen digits", () => pairFrom(2n ** 62n + 1024n * BigInt(randomInt(1, 2 ** 40)))],
];
const pairFrom = (id: bigint): [bigint, bigint] => [id, id + 1n];

for (const [name, choose] of neighbours)
  test(`two neighbouring ids ${name} are two users (TV-15)`, async ({ createPerson }) => {
    const [first, second] = choose();
    expect(Number(first), "a reader that rounds takes them for one").toBe(Number(second));
    const one = await createPerson({ id: String(first) });
    const other = await createPerson({ id: String(second) });
    const ids = [await userIdOf(one), await userIdOf(other), await userIdOf(one)];
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[0]).toBe(ids[2]);
    for (const id of [first, second])
      expect(await countUsersOf(String(id)), "kept exactly").toBe(1);
  });

test("an id of ordinary length keeps its user over many sign-ins", async ({ person }) => {
  expect(await userIdOf(person)).toBe(await userIdOf(person));
});

test("two people with one e-mail are two users, and both can sign in (TV-18)", async ({
  createPerson,
  setFault,
}) => {
  const [one, other] = [await createPerson(), await createPerson()];
  for (const { id: personId } of [one, other])
    await setFault({
      endpoint: "user_me",
      personId,
      setFields: { "kakao_account.email": "shared@example.com" },
    });
  const ids = [await userIdOf(one), await userIdOf(other), await userIdOf(one)];
  expect(new Set(ids).size).toBe(2);
  expect(ids[0]).toBe(ids[2]);
});

test("another e-mail address is the same user's (TV-18)", async ({ kakao, person }) => {
  const visitor = new Visitor();
  await signIn(visitor, person, { items: ["account_email"] });
  const before = await readMe(visitor);
  const email = `new-${person.email}`;
  await kakao.updatePerson(person.id, { email });
  await signIn(visitor, person);
  expect(await readMe(visitor)).toEqual({ ...before, email });
  expect(await countUsersOf(person.id)).toBe(1);
});

test("an e-mail is known only when Kakao calls it valid and verified (TV-18)", async ({
  createPerson,
}) => {
  const people = {
    both: await createPerson(),
    unverified: await createPerson({ emailVerified: false }),
    invalid: await createPerson({ emailValid: false }),
  };
  const emails: Record<string, string | null | undefined> = {};
  for (const [name, person] of Object.entries(people)) {
    const visitor = new Visitor();
    await signIn(visitor, person, { items: ["account_email"] });
    emails[name] = (await readMe(visitor))?.email;
  }
  expect(emails).toEqual({ both: people.both.email, unverified: null, invalid: null });
});

test("what the person never agreed to is not known (K11)", async ({ person }) => {
  const visitor = new Visitor();
  await signIn(visitor, person);
  expect(await readMe(visitor)).toMatchObject({
    nickname: person.nickname,
    email: null,
    image: null,
  });
});

const pictures: Array<[string, string | null]> = [
  ["http://k.kakaocdn.net/dn/a/img.jpg", "https://k.kakaocdn.net/dn/a/img.jpg"],
  ["https://k.kakaocdn.net/dn/a/img.jpg", "https://k.kakaocdn.net/dn/a/img.jpg"],
  ["javascript:alert(1)//.kakaocdn.net", null],
  ["http://169.254.169.254/latest/meta-data", null],
  ["//evil.test/x.png", null],
  ["https://evil.test/k.kakaocdn.net/x.png", null],
  ["https://k.kakaocdn.net.evil.test/x.png", null],
  ["https://evilkakaocdn.net/x.png", null],
  ["https://user@k.kakaocdn.net/x.png", null],
  ["https://k.kakaocdn.net:8443/x.png", null],
  ["data:image/svg+xml,<svg onload=alert(1)>", null],
];

for (const [given, kept] of pictures)
  test(`the picture ${given} is kept as ${kept} (WB-12)`, async ({ person, setFault }) => {
    await setFault({
      endpoint: "user_me",
      setFields: { "kakao_account.profile.profile_image_url": given },
    });
    const visitor = new Visitor();
    await signIn(visitor, person, { items: ["profile_image"] });
    expect((await readMe(visitor))?.image).toBe(kept);
  });

test("the person of the last sign-in is the one who is shown, and the first session is over, on both instances (CB-9, B5)", async ({
  createPerson,
}) => {
  const [a, b] = [await createPerson(), await createPerson()];
  const visitor = new Visitor();
  await signIn(visitor, a);
  const ofA = await readMe(visitor);
  const cookieOfA = visitor.cookies().get("session") ?? "";
  // At Kakao somebody else takes over the same browser.
  visitor.restoreCookies(new Map(), "http://127.0.0.1");
  await signIn(visitor, b, { at: secondUrl() });
  const ofB = await readMe(visitor);
  expect(ofB?.id).not.toBe(ofA?.id);
  expect(ofB?.nickname).toBe(b.nickname);

  const thief = new Visitor();
  thief.setCookie("session", cookieOfA);
  for (const at of [baseUrl(), secondUrl()]) expect(await readMe(thief, at)).toBeNull();
  expect(await countUsersOf(a.id, b.id), "one row each").toBe(2);
  expect(await userIdOf(b), "B alone is still B").toBe(ofB?.id);
  expect(await userIdOf(a), "A is untouched").toBe(ofA?.id);
});
