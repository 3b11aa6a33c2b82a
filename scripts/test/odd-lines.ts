// Bytes that are not quite HTTP: broken request lines, two lengths, bad chunks, requests behind
// requests. Called by the fuzz tests of e2e, which write them to a socket as they stand.

/** @param target a path of the app */
export type OddLine = (target: string) => string;

const HOST = "Host: localhost";
const CLOSE = "Connection: close";

const request = (target: string, ...lines: string[]) =>
  [`POST ${target} HTTP/1.1`, HOST, CLOSE, ...lines].join("\r\n");

export const oddLines: OddLine[] = [
  () => "\r\n\r\n\r\n",
  () => "\u0000\u0000\u0000\u0000",
  () => "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
  () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  (target) => `GET ${target}\r\n\r\n`,
  (target) => `GET ${target} HTTP/1.0\r\n\r\n`,
  (target) => `GET ${target} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`,
  (target) => `GET ${target} HTTP/0.9\r\n\r\n`,
  (target) => `GET ${target} HTTP/9.9\r\n${HOST}\r\n\r\n`,
  (target) => `GET ${target} HTTP/1.1\r\n\r\n`,
  (target) => `GET ${target} HTTP/1.1\r\n${HOST}\r\nHost: evil.test\r\n${CLOSE}\r\n\r\n`,
  (target) => `GET ${target} HTTP/1.1\r\nHost: \u0000\r\n${CLOSE}\r\n\r\n`,
  (target) => `GET ${target} HTTP/1.1\r\nHost: a b/@?#\r\n${CLOSE}\r\n\r\n`,
  (target) => `GET  ${target}  HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `GET\t${target}\tHTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `get ${target} HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `G\u0000T ${target} HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `CONNECT ${target} HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443${target}\r\n\r\n`,
  () => `OPTIONS * HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  () => `GET * HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  () => `GET ? HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  () => `GET ${"/x".repeat(10_000)} HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `GET ${target}\u0000x HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `GET ${target}?a=\r\nX: y HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `GET http://[::1 HTTP/1.1\r\n${HOST}\r\nX: ${target}\r\n${CLOSE}\r\n\r\n`,
  (target) => `GET //[::1${target} HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  () => `GET /_global-error HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `GET //@${target}:x@:0/ HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) => `${request(target, "Content-Length: 4", "Content-Length: 5")}\r\n\r\nabcde`,
  (target) => `${request(target, "Content-Length: 4, 4")}\r\n\r\nabcd`,
  (target) => `${request(target, "Content-Length: -1")}\r\n\r\n`,
  (target) => `${request(target, "Content-Length: 1e9")}\r\n\r\n`,
  (target) => `${request(target, "Content-Length: 99999999999999999999")}\r\n\r\n`,
  (target) =>
    `${request(target, "Content-Length: 4", "Transfer-Encoding: chunked")}\r\n\r\n0\r\n\r\n`,
  (target) => `${request(target, "Transfer-Encoding: chunked")}\r\n\r\nzz\r\nab\r\n0\r\n\r\n`,
  (target) => `${request(target, "Transfer-Encoding: chunked")}\r\n\r\n-1\r\nab\r\n0\r\n\r\n`,
  (target) => `${request(target, "Transfer-Encoding: chunked")}\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n`,
  (target) => `${request(target, "Transfer-Encoding: chunked, x")}\r\n\r\n0\r\n\r\n`,
  (target) => `${request(target, "Transfer-Encoding: x")}\r\n\r\n0\r\n\r\n`,
  (target) => `${request(target, "Transfer-Encoding : chunked")}\r\n\r\n0\r\n\r\n`,
  (target) => request(target, `${"X".repeat(20_000)}: y\r\n\r\n`),
  (target) => request(target, `X: ${"y".repeat(20_000)}\r\n\r\n`),
  (target) => request(target, ...Array.from({ length: 3000 }, (_, n) => `X${n}: y`), "\r\n"),
  (target) => request(target, "Cookie: a\u0000b\r\n\r\n"),
  (target) => request(target, "Cookie: session=\u001b[31m; session=\u00ff\r\n\r\n"),
  (target) => request(target, " folded: x\r\n y\r\n\r\n"),
  (target) => request(target, "no colon here\r\n\r\n"),
  (target) => request(target, ": empty\r\n\r\n"),
  (target) => request(target, "X: a\rY: b\r\n\r\n"),
  (target) => request(target, "X: a\nY: b\n\n"),
  (target) => request(target, "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
  (target) => request(target, "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"),
  (target) => request(target, "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"),
  (target) =>
    `GET ${target} HTTP/1.1\r\n${HOST}\r\n\r\nGET /account HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) =>
    `POST ${target} HTTP/1.1\r\n${HOST}\r\nContent-Length: 0\r\n\r\n`.repeat(20) +
    `GET /api/me HTTP/1.1\r\n${HOST}\r\n${CLOSE}\r\n\r\n`,
  (target) =>
    `${request(target, "Content-Length: 3")}\r\n\r\nabcGET /account HTTP/1.1\r\n${HOST}\r\n\r\n`,
];
