// The deadline of an answer that drips in, under garbage collection: end-to-end tests meet that by
// chance only.
import { once } from "node:events";
import { createServer } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { fetchKakao } from "./http";

test("a body that drips in ends at the deadline, whatever is garbage-collected (K2)", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  const server = createServer((_, response) => {
    const drip = setInterval(() => response.write("x"), 50);
    response.on("close", () => clearInterval(drip));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const collecting = setInterval(collectGarbage, 50);
  try {
    const answer = fetchKakao(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1000) });
    await expect(answer).rejects.toMatchObject({ code: "unavailable" });
  } finally {
    clearInterval(collecting);
    server.closeAllConnections();
    server.close();
  }
});
