// Clients that send without end, or hardly at all, by the hundred: they end, and nobody else notices.
import { baseUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { firstInstanceEnvironment, startApp } from "./own-app";
import { headOf, openConnection, readAnswer, sendEndless } from "./raw-connection";
import { readMemoryMb } from "./resident-memory";
import { finishSignIn, reachCallback, readMe } from "./sign-in-steps";
import { ownForm, send, Visitor } from "./visitor";

const paths = ["/api/auth/signin/kakao", "/api/auth/signout", "/account/devices", "/language"]
  .concat(["/api/token", "/api/token/refresh", "/api/token/revoke"])
  .concat(["/", "/sign-in", "/nowhere", "/api/me", "/api/auth/callback/kakao"]);

test("bodies without end are cut at the limit and not kept in memory (IN-1)", async () => {
  test.skip(process.platform !== "linux", "reads /proc");
  test.setTimeout(120_000);
  const app = await startApp(firstInstanceEnvironment());
  const headers = { ...ownForm(), "content-type": "application/x-www-form-urlencoded" };
  const sendAll = () => Promise.all(paths.map((path) => sendEndless(`${app.url}${path}`, headers)));
  // Until the engine has compiled what there is to compile.
  for (let times = 0; times < 3; times += 1) await sendAll();
  const before = Number(readMemoryMb(app));
  for (let times = 0; times < 5; times += 1)
    for (const answer of await sendAll()) {
      expect(answer.status, answer.head).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(500);
      expect(answer.tookMs).toBeLessThan(5000);
    }
  expect(Number(readMemoryMb(app)) - before).toBeLessThan(20);
  await app.stop();
});

test("a header must be there after ten seconds, a body after fifteen (IN-3)", async () => {
  test.setTimeout(60_000);
  const address = `${baseUrl()}/language`;
  const open = async (lines: string, more = "x") => {
    const socket = await openConnection(address);
    const answer = readAnswer(socket);
    socket.write(lines);
    const drip = setInterval(() => socket.write(more), 500);
    return answer.finally(() => {
      clearInterval(drip);
      socket.destroy();
    });
  };
  const withBody = { ...ownForm(), "content-type": "application/x-www-form-urlencoded" };
  const [silent, header, body, second] = await Promise.all([
    open("", ""),
    open(`${headOf("GET", address)}x-slow: `),
    open(`${headOf("POST", address, { ...withBody, "content-length": "60000" })}\r\n`),
    afterAnAnswer(address),
  ]);
  for (const answer of [silent, header]) {
    expect(answer.tookMs).toBeGreaterThan(9000);
    expect(answer.tookMs).toBeLessThan(12_000);
  }
  expect(header.status).toBe(408);
  expect(body.status).toBe(408);
  expect(body.tookMs).toBeGreaterThan(14_000);
  expect(body.tookMs).toBeLessThan(17_000);
  expect(second.tookMs, "on a kept connection too").toBeLessThan(18_000);
});

/** A good request first, then half of one. */
async function afterAnAnswer(address: string) {
  const socket = await openConnection(address);
  const first = readAnswer(socket);
  socket.write(`${headOf("GET", `${new URL(address).origin}/api/health/live`)}\r\n`);
  await first;
  const startedAt = Date.now();
  const drip = setInterval(() => socket.write("x"), 500);
  await new Promise((resolve) => socket.once("close", resolve));
  clearInterval(drip);
  return { tookMs: Date.now() - startedAt };
}

test("five hundred slow clients keep nobody from signing in, and are gone in the end (IN-3)", async ({
  createPerson,
}) => {
  test.setTimeout(90_000);
  const app = await startApp(firstInstanceEnvironment());
  await send(`${app.url}/api/health/ready`);
  const address = `${app.url}/api/auth/signin/kakao`;
  const body = { ...ownForm(), "content-type": "application/x-www-form-urlencoded" };
  const sockets = await Promise.all(
    Array.from({ length: 500 }, async (_, n) => {
      const socket = await openConnection(app.url);
      const head = headOf("POST", address, { ...body, "content-length": "60000" });
      socket.write(n % 2 ? `${head}\r\na=` : head);
      return socket;
    }),
  );
  const isOpen = () => sockets.filter((socket) => !socket.closed).length;
  const drip = setInterval(() => {
    for (const socket of sockets) if (!socket.destroyed) socket.write("x");
  }, 1000);
  for (const startedAt = Date.now(); Date.now() - startedAt < 6000; ) {
    const visitor = new Visitor();
    const before = Date.now();
    const callback = await reachCallback(visitor, await createPerson(), { at: app.url });
    await finishSignIn(visitor, callback, { at: app.url });
    expect(await readMe(visitor, app.url)).not.toBeNull();
    expect(Date.now() - before).toBeLessThan(3000);
  }
  expect(isOpen()).toBe(500);
  await expect.poll(isOpen, { timeout: 20_000 }).toBe(0);
  clearInterval(drip);
  await app.stop();
});
