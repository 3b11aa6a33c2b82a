// A deployment ends an instance while people are in the middle of something.
import { callbackPath } from "./addresses";
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, startApp, terminate } from "./own-app";
import { headOf, openConnection } from "./raw-connection";
import { finishSignIn, reachCallback, readMe, startSignIn } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

test("on SIGTERM: not ready at once, who comes is served, who is there is finished, exit 0 (MI-6, P12)", async ({
  kakao,
  person,
  setFault,
}) => {
  const app = await startApp(firstInstanceEnvironment());
  const ready = () => send(`${app.url}/api/health/ready`);
  expect((await ready()).status).toBe(200);
  await setFault({ endpoint: "user_me", delayMs: 2500 });
  const visitor = new Visitor();
  const callback = await reachCallback(visitor, person, { at: app.url });
  const arrived = finishSignIn(visitor, callback, { at: app.url });
  const asked = async () =>
    (await kakao.readLedger({ path: "/v2/user/me", personId: person.id })).length;
  await expect.poll(asked).toBe(1);
  const ended = terminate(app);
  await expect.poll(async () => (await ready()).status, { timeout: 1000 }).toBe(503);
  expect((await send(`${app.url}/api/health/live`)).status).toBe(200);
  const late = new Visitor();
  await startSignIn(late, { at: app.url });
  const kept = await send(`${app.url}/`, { headers: { connection: "keep-alive" } });
  expect([kept.status, kept.headers.connection], "look elsewhere").toEqual([200, "close"]);
  const answer = await arrived;
  expect([answer.status, answer.location?.search]).toEqual([303, ""]);
  const { code, tookMs } = await ended;
  expect(code, app.output()).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
  expect((await readMe(visitor))?.nickname, "at the other instance").toBe(person.nickname);
});

test("a client that never finishes its request does not keep an instance from ending (MI-6)", async () => {
  const app = await startApp(firstInstanceEnvironment());
  await send(`${app.url}/api/health/ready`);
  const silent = await openConnection(app.url);
  silent.write("GET / HTTP/1.1\r\nhost: lo");
  const idle = await openConnection(app.url);
  idle.write(`${headOf("GET", `${app.url}${callbackPath}`)}\r\n`);
  const { code, tookMs } = await terminate(app);
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(4000);
  for (const socket of [silent, idle]) socket.destroy();
});
