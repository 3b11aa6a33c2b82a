// What of a violation report reaches the log (WB-6).
import { expect, test } from "vitest";
import { describeBlocked } from "#lib/http/policy-report";

test.each([
  ["https://evil.test/path?code=abc", "evil.test"],
  ["https://name:word@evil.test:8443/", "evil.test"],
  ["inline", "inline"],
  ["wasm-eval", "wasm-eval"],
  ["data", "data"],
  ["data:text/html,secret", "data"],
  ["chrome-extension://abcdef/x.js", "chrome-extension"],
  ["/api/auth/callback/kakao?code=abc", "other"],
  ["", "other"],
  [`https://${"a".repeat(60)}.${"b".repeat(60)}.test/`, `${"a".repeat(60)}.${"b".repeat(39)}`],
])("of %s the log says %s (WB-6)", (uri, said) => {
  expect(describeBlocked(uri)).toBe(said);
});
