// A JSON body is one small flat object, or it is refused (IN-1, IN-2, NX-6).
import { describe, expect, test } from "vitest";
import { readJson } from "#lib/http/json-body";

const JSON_TYPE = "application/json";

function post(body: BodyInit | null, type: string | null = JSON_TYPE): Request {
  const headers = new Headers(type === null ? {} : { "content-type": type });
  const init = { method: "POST", body, headers, duplex: "half" };
  const request = new Request("http://localhost/", init as RequestInit);
  // Without one, Request gives text a type of its own.
  if (type === null) request.headers.delete("content-type");
  return request;
}

const refused = (status: number) => ({ name: "HttpError", status });

test("a flat object comes out as it is", async () => {
  const value = { text: "값", number: 1.5, yes: true, nothing: null };
  expect(await readJson(post(JSON.stringify(value)))).toEqual(value);
  expect(await readJson(post("{}", "Application/JSON; charset=UTF-8"))).toEqual({});
});

test("no body is null, whatever it is called", async () => {
  expect(await readJson(post(null))).toBeNull();
  expect(await readJson(post("", "text/plain"))).toBeNull();
});

describe("another content type is 415", () => {
  test.each([
    null,
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "application/json; charset=euc-kr",
    "text/json",
  ])("%s", async (type) => {
    await expect(readJson(post("{}", type))).rejects.toMatchObject(refused(415));
  });
});

describe("anything but one flat object is 400", () => {
  test.each([
    "null",
    "1",
    '"text"',
    "[]",
    '[{"a":1}]',
    "{",
    "{}{}",
    '{"a":1,}',
    "{'a':1}",
    '{"a":undefined}',
    '{"a":NaN}',
    '{"a":{}}',
    '{"a":[1]}',
    '{"a":1,"a":2}',
    '{"__proto__":1}',
    '{"__proto__":{"admin":true}}',
    '{"\\u005f_proto__":null}',
    '{"constructor":1}',
    '{"prototype":1}',
    "﻿{}",
    "[".repeat(4000),
    `${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`,
    "%",
  ])("%j", async (body) => {
    await expect(readJson(post(body))).rejects.toMatchObject(refused(400));
  });

  test("bytes that are no UTF-8", async () => {
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    await expect(readJson(post(body))).rejects.toMatchObject(refused(400));
  });

  test("and nobody's prototype is changed", async () => {
    await readJson(post('{"__proto__":{"polluted":true}}')).catch(() => {});
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

test("above 8 KB it is 413, as soon as that is certain", async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(1024).fill(0x20));
    },
  });
  await expect(readJson(post(endless))).rejects.toMatchObject(refused(413));
  expect(pulled).toBeLessThan(20);
  const most = `{"a":"${"x".repeat(8192 - 8)}"}`;
  expect(await readJson(post(most))).toEqual({ a: "x".repeat(8184) });
  await expect(readJson(post(`${most} `))).rejects.toMatchObject(refused(413));
});
