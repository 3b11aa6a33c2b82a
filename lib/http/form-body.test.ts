// A posted form, read with a limit that holds while it streams in.
import { describe, expect, test } from "vitest";
import { readForm } from "#lib/http/form-body";

const FORM = { "content-type": "application/x-www-form-urlencoded" };

function post(body: BodyInit | null, headers: Record<string, string> = FORM) {
  return new Request("http://localhost:3199/", {
    method: "POST",
    body,
    headers,
    duplex: "half",
  } as RequestInit);
}

/** Counts how much of an endless body is taken. */
function endless() {
  const taken = { bytes: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken.bytes += 16 * 1024;
      controller.enqueue(new Uint8Array(16 * 1024).fill(97));
    },
  });
  return { body, taken };
}

test.each([
  "application/x-www-form-urlencoded",
  "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
])("the fields of a form called %s are read", async (type) => {
  const form = await readForm(
    post("returnTo=%2Faccount&name=%ED%97%98%EB%B8%94", { "content-type": type }),
  );
  expect(Object.fromEntries(form)).toEqual({ returnTo: "/account", name: "험블" });
});

test.each([
  "application/json",
  "text/plain",
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded2",
  "text/plain; application/x-www-form-urlencoded",
])("a body called %s is refused (415)", async (type) => {
  const request = post("a=1", { "content-type": type });
  await expect(readForm(request)).rejects.toMatchObject({
    status: 415,
    code: "UNSUPPORTED_MEDIA_TYPE",
  });
});

describe("a form above 64 KB is refused (413)", () => {
  const tooLarge = { status: 413, code: "PAYLOAD_TOO_LARGE" };

  test("64 KB exactly are read, one byte more is not", async () => {
    const size = 64 * 1024;
    expect((await readForm(post(`a=${"x".repeat(size - 2)}`))).get("a")).toHaveLength(size - 2);
    await expect(readForm(post(`a=${"x".repeat(size - 1)}`))).rejects.toMatchObject(tooLarge);
  });

  test("an endless one is given up while it streams in", async () => {
    const { body, taken } = endless();
    await expect(readForm(post(body))).rejects.toMatchObject(tooLarge);
    expect(taken.bytes).toBeLessThan(256 * 1024);
  });

  test("one that claims to be empty has no fields", async () => {
    const { body } = endless();
    const form = await readForm(post(body, { ...FORM, "content-length": "0" }));
    expect([...form]).toEqual([]);
  });
});

test("no body has no fields, whatever it is called", async () => {
  expect([...(await readForm(post(null, {})))]).toEqual([]);
});

test("a character cut between two pieces of the stream comes out whole", async () => {
  const bytes = new TextEncoder().encode("a=험블벅");
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect((await readForm(post(body))).get("a")).toBe("험블벅");
});
