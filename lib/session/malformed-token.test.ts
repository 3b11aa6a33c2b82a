// Text that was a session token, or never was one: null, never an exception (ST-9).
import jwt from "jsonwebtoken";
import { describe, expect, test, vi } from "vitest";
import { readSessionToken, signSessionToken } from "#lib/session/token";

const CLAIMS = {
  userId: "0198c0de-0000-7000-8000-000000000001",
  sessionSecret: "c2Vzc2lvbi1zZWNyZXQtb2YtMjU2LXJhbmRvbS1iaXQ",
};
const token = signSessionToken(CLAIMS);
const [header = "", payload = "", signature = ""] = token.split(".");
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";

const replace = (at: number, character: string) =>
  token.slice(0, at) + character + token.slice(at + 1);

test("no flip of a single bit is accepted", () => {
  const accepted: string[] = [];
  for (let at = 0; at < token.length; at += 1)
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = replace(at, String.fromCharCode(token.charCodeAt(at) ^ (1 << bit)));
      if (readSessionToken(changed) !== null) accepted.push(changed);
    }
  expect(accepted).toEqual([]);
});

test("no other spelling of a segment's last character is accepted", () => {
  const ends = [header.length - 1, header.length + payload.length, token.length - 1];
  for (const at of ends)
    for (const character of ALPHABET)
      if (character !== token[at]) expect(readSessionToken(replace(at, character))).toBeNull();
});

test("no part of it is accepted, and nothing added to it", () => {
  for (let length = 0; length < token.length; length += 1)
    expect(readSessionToken(token.slice(0, length))).toBeNull();
  for (const more of ["A", "=", ".", " ", "\n", "\u0000", ".A"]) {
    expect(readSessionToken(token + more)).toBeNull();
    expect(readSessionToken(more + token)).toBeNull();
  }
});

describe("what is no token", () => {
  test.each([
    ["empty", ""],
    ["one segment", header],
    ["two segments", `${header}.${payload}`],
    ["four segments", `${token}.${signature}`],
    ["five segments, like a JWE", `${token}.${signature}.${signature}`],
    ["empty segments", ".."],
    ["no header", `.${payload}.${signature}`],
    ["no payload", `${header}..${signature}`],
    ["no signature", `${header}.${payload}.`],
    ["%", "%"],
    ["percent escapes", "%E0%A4%A.%E0.%"],
    ["no base64", "!!!.???.***"],
    ["header that is no JSON", `${Buffer.from("{").toString("base64url")}.${payload}.${signature}`],
    ["header null", `${Buffer.from("null").toString("base64url")}.${payload}.${signature}`],
    ["header a list", `${Buffer.from("[]").toString("base64url")}.${payload}.${signature}`],
    ["12 KB", "a".repeat(12 * 1024)],
    ["12 KB in three segments", `${"a".repeat(6000)}.${"b".repeat(6000)}.c`],
    ["a whole token with 12 KB before it", `${"a".repeat(12 * 1024)}${token}`],
    ["Korean", "험블벅.험블벅.험블벅"],
  ])("%s", (_, text) => {
    expect(readSessionToken(text)).toBeNull();
  });

  test("a payload with one name twice under a right signature is not made by us", () => {
    const odd = Buffer.from('{"sub":"a","sub":"b"}').toString("base64url");
    expect(readSessionToken(`${header}.${odd}.${signature}`)).toBeNull();
  });

  test("ten thousand random texts", () => {
    for (let n = 0; n < 10_000; n += 1) {
      const text = Array.from({ length: 1 + (n % 60) }, () =>
        String.fromCharCode(Math.floor(Math.random() * 256)),
      ).join("");
      expect(readSessionToken(text)).toBeNull();
    }
  });
});

test("a text longer than any token of ours is not even decoded", () => {
  const decode = vi.spyOn(jwt, "decode");
  const { kid } = JSON.parse(Buffer.from(header, "base64url").toString());
  const long = Buffer.from(JSON.stringify({ kid, more: "x".repeat(12_000) })).toString("base64url");
  expect(readSessionToken(`${long}.${payload}.${signature}`)).toBeNull();
  expect(decode).not.toHaveBeenCalled();
  readSessionToken(token);
  expect(decode).toHaveBeenCalledOnce();
});
