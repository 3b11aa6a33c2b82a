// All instances are replaced one after the other while people sign in and look around.
import { setTimeout as sleep } from "node:timers/promises";
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, type OwnApp, startApp, terminate } from "./own-app";
import { headOf, openConnection, readAnswer } from "./raw-connection";
import { finishSignIn, reachCallback, readMe, signIn } from "./sign-in-steps";
import { send, Visitor } from "./visitor";

/** How often a load balancer looks; an instance that says no gets nobody new. */
const LOOK_EVERY_MS = 200;

/** In front of the instances: who is ready, in turns. */
function balance(instances: Set<OwnApp>) {
  let ready: string[] = [];
  let turn = 0;
  let isOver = false;
  const look = async () => {
    const answers = await Promise.all(
      [...instances].map(async ({ url }) => {
        const answer = await send(`${url}/api/health/ready`).catch(() => null);
        return answer?.status === 200 ? [url] : [];
      }),
    );
    ready = answers.flat();
  };
  const looking = (async () => {
    for (; !isOver; await sleep(LOOK_EVERY_MS)) await look();
  })();
  return {
    look,
    next: () => ready[turn++ % ready.length] ?? "",
    end: () => {
      isOver = true;
      return looking;
    },
  };
}

test("two instances are replaced under load, and not one request fails (MI-6, P12)", async ({
  createPerson,
}) => {
  test.setTimeout(120_000);
  const start = () => startApp(firstInstanceEnvironment());
  const instances = new Set(await Promise.all([start(), start()]));
  const balancer = balance(instances);
  await balancer.look();
  const signedIn = new Visitor();
  await signIn(signedIn, await createPerson());
  const cookie = `session=${signedIn.cookies().get("session")}`;
  const failures: string[] = [];
  let requests = 0;
  let isOver = false;
  const note = (work: Promise<unknown>) =>
    work.catch((error) => failures.push(String(error?.cause ?? error)));
  // Over connections that are kept, as load balancers do.
  const lookAround = async () => {
    requests += 1;
    const answer = await fetch(`${balancer.next()}/api/me`, { headers: { cookie } });
    const body = await answer.text();
    if (answer.status !== 200) failures.push(`${answer.status} ${body}`);
  };
  const signInSomewhere = async () => {
    requests += 1;
    const visitor = new Visitor();
    const callback = await reachCallback(visitor, await createPerson(), { at: balancer.next() });
    const { location } = await finishSignIn(visitor, callback, { at: balancer.next() });
    if (location?.href !== `${baseUrl()}/`) failures.push(String(location));
    if ((await readMe(visitor, balancer.next())) === null) failures.push("signed out");
  };
  const load = Promise.all([
    ...[1, 2, 3].map(async () => {
      for (; !isOver; await sleep(30)) await note(lookAround());
    }),
    ...[1, 2].map(async () => {
      for (; !isOver; await sleep(100)) await note(signInSomewhere());
    }),
  ]);
  for (const old of [...instances]) {
    instances.add(await start());
    await sleep(2 * LOOK_EVERY_MS);
    const { code, tookMs } = await terminate(old);
    instances.delete(old);
    expect([code, tookMs < 10_000]).toEqual([0, true]);
  }
  isOver = true;
  await load;
  await balancer.end();
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(100);
  expect(await readMe(signedIn), "nobody is signed out").not.toBeNull();
  for (const app of instances) await app.stop();
});

test("whatever is under way, an instance has ended after ten seconds (MI-6)", async () => {
  const app = await startApp(firstInstanceEnvironment());
  const address = `${app.url}/language`;
  const socket = await openConnection(app.url);
  socket.write(`${headOf("POST", address, { "transfer-encoding": "chunked" })}\r\n`);
  const answer = readAnswer(socket);
  await sleep(500);
  const { code, tookMs } = await terminate(app);
  expect(code).toBe(0);
  expect(tookMs).toBeGreaterThan(8000);
  expect(tookMs).toBeLessThan(11_000);
  expect((await answer).status).toBe(0);
});
