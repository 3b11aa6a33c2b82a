// The error body that every API answer shares, and the redirect: nothing of the inside gets out.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DatabaseUnavailable } from "#lib/database-unavailable";
import { HttpError, handleErrors, methodNotAllowed } from "#lib/http/errors";
import { seeOther } from "#lib/http/redirect";

const request = new Request("http://localhost:3199/api/me?code=canary", {
  headers: { "x-request-id": "the-request", cookie: "session=canary" },
});
let written = "";

beforeEach(() => {
  written = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function answerTo(error: unknown) {
  const answer = await handleErrors(() => Promise.reject(error))(request);
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

test.each([
  [new HttpError(401, "UNAUTHENTICATED"), 401, "UNAUTHENTICATED"],
  [new HttpError(403, "FORBIDDEN_ORIGIN"), 403, "FORBIDDEN_ORIGIN"],
  [new HttpError(413, "PAYLOAD_TOO_LARGE"), 413, "PAYLOAD_TOO_LARGE"],
  [new DatabaseUnavailable(new Error("canary")), 503, "UNAVAILABLE"],
  [new Error("canary"), 500, "INTERNAL"],
  ["canary", 500, "INTERNAL"],
  [null, 500, "INTERNAL"],
])(
  "%s is %i %s with a request id, and never kept by a cache (WB-10, P9)",
  async (error, status, code) => {
    const answer = await answerTo(error);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ message: code, requestId: "the-request" });
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
  },
);

test("a database that is away says when to come back (D7)", async () => {
  expect((await answerTo(new DatabaseUnavailable(null))).headers.get("retry-after")).toBe("5");
});

test("being signed out is no event; what is broken and what is refused are, without the query", async () => {
  await answerTo(new HttpError(401, "UNAUTHENTICATED"));
  expect(written).toBe("");
  await answerTo(new HttpError(403, "FORBIDDEN"));
  await answerTo(new Error("broken"));
  expect(written).toContain('"event":"request.refused"');
  expect(written).toContain('"event":"request.failed"');
  expect(written).toContain('"path":"/api/me"');
  expect(written).not.toContain("canary");
});

test("another method is 405 and says which are right", () => {
  const answer = methodNotAllowed("GET", "POST")(request) as Response;
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe("GET, POST");
});

test("a redirect is 303, absolute, to our own address whatever the request's, without referrer (AR-7)", () => {
  const cookies = [
    { name: "a", value: "1", maxAgeSeconds: 60 },
    { name: "b", value: "", maxAgeSeconds: 0 },
  ];
  const { status, headers } = seeOther("/account?x=1", cookies);
  expect(status).toBe(303);
  expect(headers.get("location")).toBe("http://localhost:3199/account?x=1");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("cache-control")).toBe("private, no-store");
  expect(headers.getSetCookie().map((cookie) => cookie.split(";")[0])).toEqual(["a=1", "b="]);
});
