// The detour of clients with fixed hosts leads to the emulator and nowhere else.
import https from "node:https";
import { expect, test } from "vitest";
import { origin, readLast } from "./emulated-kakao";
import { redirectKakaoHosts } from "./fixed-hosts";

test("Kakao's hosts are the emulator, by fetch and by node:https", async () => {
  redirectKakaoHosts(origin);
  const response = await fetch("https://kauth.kakao.com/.well-known/openid-configuration?by=fetch");
  expect((await response.json()).issuer).toBe(origin);
  const status = await new Promise((resolve) => {
    const options = { host: "kapi.kakao.com", path: "/v2/user/me?by=https", method: "POST" };
    https.request(options, (answer) => resolve(answer.resume().statusCode)).end();
  });
  expect(status).toBe(401);
  expect(await readLast("/v2/user/me")).toMatchObject({ method: "POST", query: { by: "https" } });
});

test("any other host is refused", () => {
  redirectKakaoHosts(origin);
  const elsewhere = "https://kakao.example.com/oauth/token";
  expect(() => fetch(elsewhere)).toThrow("kakao.example.com");
  expect(() => https.request(elsewhere)).toThrow("kakao.example.com");
});

test("the detour ends with its test", async () => {
  const { request } = https;
  expect(request.name).toBe("request");
});
