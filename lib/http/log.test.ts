// One line for each event, without a secret, whatever somebody else's message holds (SE-6, SE-7).
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { logEvent, logFailure, logRefusal, redact } from "#lib/http/log";
import { logFailedRequest } from "#lib/http/log-failed-request";
import { installRecorder } from "#lib/telemetry/recorder";

let written: string[] = [];
const silentRecorder = {
  event: () => {},
  request: () => {},
  kakaoCall: () => {},
  databaseCall: () => {},
  flush: async () => {},
};

beforeEach(() => {
  written = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const line = () => JSON.parse(written[0] ?? "");

test.each([
  [logEvent, "info"],
  [logRefusal, "warn"],
] as const)("an event is one JSON line with a time in UTC: %o", (log, level) => {
  log("sign_in.started", { requestId: "r", count: 1, missing: undefined, empty: null });
  expect(written).toHaveLength(1);
  expect(line()).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    level,
    event: "sign_in.started",
    requestId: "r",
    count: 1,
    empty: null,
  });
});

test("lines of the audit trail say so, and no field can unsay it (SE-8)", () => {
  logEvent("sign_in.succeeded", { user: "u" });
  logRefusal("request.refused", { requestId: "r" });
  logEvent("sign_out.here", { audit: false });
  expect(written.map((text) => JSON.parse(text).audit)).toEqual([true, undefined, true]);
});

test("a recorder gets the line as it is written, redacted", () => {
  const event = vi.fn();
  installRecorder({ ...silentRecorder, event });
  logRefusal("sign_in.refused", { reason: "Bearer canary-token", path: undefined });
  expect(event).toHaveBeenCalledExactlyOnceWith(expect.objectContaining(line()));
  expect(event.mock.calls[0]?.[0].reason).toBe("[redacted]");
  installRecorder(silentRecorder);
});

describe("nothing in a field starts a second line or steers a terminal (SE-7)", () => {
  const odd = [..."\r\n\u0000\u0007\u001b\u007f\u0085\u009b\u2028\u2029"];
  test.each(odd.map((character) => [character.charCodeAt(0).toString(16), character]))(
    "U+%s",
    (_, character) => {
      logEvent("event", { field: `a${character}{"level":"info"}` });
      const text = written.join("");
      expect(text.endsWith("\n")).toBe(true);
      expect(text.slice(0, -1)).not.toContain(character);
      expect(line().field).toBe(`a${character}{"level":"info"}`);
    },
  );
});

const CANARIES = {
  "a session token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ",
  "a sealed flow": "eyJhbGciOiJkaXIifQ..aXYtY2FuYXJ5.Y2lwaGVydGV4dC1jYW5hcnk.dGFnLWNhbmFyeQ",
  "a header": "Bearer canary-token",
  "a header in small letters": "bearer canary-token",
  "an admin key": "KakaoAK canary",
  "a code": "code=canary&x=1",
  "a state": "?state=canary",
  "an access token": "access_token=canary",
  "a refresh token": "refresh_token=canary",
  "an id token": "id_token=canary",
  "a client secret": "client_secret=canary",
  "a verifier": "code_verifier=canary",
  "a database's user and word": "postgresql://canary:canary@db.internal:5432/x",
  "an e-mail address": "canary.person+x@canary.co.kr",
  "a long random text": `canary${"x".repeat(40)}`,
};

describe("what looks like a secret never reaches a line (SE-6, I8)", () => {
  test.each(Object.entries(CANARIES))("%s", (_, secret) => {
    expect(redact(`before ${secret} after`)).not.toContain("canary");
    logEvent("event", { field: `before ${secret} after` });
    logFailure("event", {}, new Error(secret, { cause: new Error(`deeper ${secret}`) }));
    expect(written.join("")).not.toContain("canary");
    expect(written.join("")).toContain("[redacted]");
  });

  test("a secret at the end of a long text is not cut into an unknown shape", () => {
    logEvent("event", { field: `${"a ".repeat(245)}${CANARIES["a session token"]}` });
    expect(written.join("")).not.toContain("eyJ");
  });

  test("ids that we need stay readable", () => {
    const userId = "0198c0de-0000-7000-8000-000000000001";
    logEvent("event", { user: userId, flow: "0123456789abcdef" });
    expect(line()).toMatchObject({ user: userId, flow: "0123456789abcdef" });
  });
});

describe("an error", () => {
  test("is named with its causes, and with nothing else of theirs (SE-6)", () => {
    const cause = Object.assign(new TypeError("inner\n  text"), {
      body: "canary",
      stack: "canary",
    });
    const error = Object.assign(new Error("outer", { cause }), { token: "canary" });
    logFailure("event", { requestId: "r" }, error);
    expect(line()).toMatchObject({
      level: "error",
      requestId: "r",
      error: "Error: outer <- TypeError: inner text",
    });
    expect(written.join("")).not.toContain("canary");
  });

  test("that is its own cause ends", () => {
    const error = new Error("round");
    error.cause = error;
    logFailure("event", {}, error);
    expect(line().error.match(/round/g)).toHaveLength(4);
  });

  test("that is none is not printed", () => {
    logFailure("event", {}, { canary: "canary" });
    expect(line().error).toBe("not an Error");
  });

  test("of 10 KB is cut", () => {
    logFailure("event", {}, new Error("no ".repeat(4000)));
    expect(line().error.length).toBeLessThanOrEqual(500);
  });
});

test("a failed request is logged without its query (SE-6, CB-11)", () => {
  const path = "/api/auth/callback/kakao?code=canary&state=canary";
  const headers = { "x-request-id": "r", cookie: "session=canary" };
  logFailedRequest(new Error("broken"), { path, method: "GET", headers });
  expect(line()).toMatchObject({ requestId: "r", method: "GET", path: "/api/auth/callback/kakao" });
  expect(written.join("")).not.toContain("canary");
});

test("of a database's error only the code is told: its message may quote a value (SE-6)", () => {
  const cause = { originalCode: "22P02", originalMessage: 'invalid: "canary"' };
  const error = Object.assign(new Error('Message: `invalid: "canary"`'), {
    meta: { driverAdapterError: { cause } },
  });
  logFailure("request.failed", {}, new Error("outer", { cause: error }));
  expect(line().error).toContain("SQLSTATE 22P02");
  expect(written.join("")).not.toContain("canary");
});
