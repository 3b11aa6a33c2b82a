// Kakao's published keys, from outside: asked for rarely, renewed when they rotate, and kept when
// the list cannot be had or makes no sense. A Kakao of this file's own, for its keys are everybody's.

import { expect, test } from "./own-kakao";
import { readMe, refusalOf } from "./sign-in-steps";
import { bringTokensOfUnknownKeys, readKeyRequests } from "./unknown-keys";

test("keys are asked for once, once more after a rotation, and not by a flood of unknown ones (TV-10, K16)", async ({
  ownKakao: { client },
  app,
  travel,
  arrive,
}) => {
  const person = await client.createPerson();
  const cold = await Promise.all(Array.from({ length: 4 }, () => travel(person)));
  for (const { answer } of await Promise.all(cold.map(arrive)))
    expect(refusalOf(answer)).toBeNull();
  expect(await readKeyRequests(client), "a cold cache, four at once").toBe(1);

  const trips = await Promise.all(Array.from({ length: 8 }, () => travel(person)));
  await client.rotateKeys();
  const back = await Promise.all(trips.map(arrive));
  expect(back.map(({ answer }) => refusalOf(answer))).toEqual(Array(8).fill(null));
  expect(await readKeyRequests(client), "a rotation, eight at once").toBe(2);

  expect(await bringTokensOfUnknownKeys(100, app.url)).toEqual(new Set([401]));
  expect(await readKeyRequests(client), "a hundred unknown keys").toBeLessThanOrEqual(3);
  const after = await arrive(await travel(person));
  expect(await readMe(after.visitor, app.url), "sign-in goes on").not.toBeNull();
});
