// The headers that every answer has, whoever gives it: our handlers, Next.js or Node.js (WB-8).
import { expect } from "@playwright/test";

const everywhere = {
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": expect.stringContaining("camera=()"),
};

export function expectSecurityHeaders(headers: NodeJS.Dict<string | string[]>, name = ""): void {
  expect(headers, name).toMatchObject(everywhere);
  const transport = String(headers["strict-transport-security"]);
  const [, seconds = "0"] = /max-age=(\d+)/.exec(transport) ?? [];
  expect(Number(seconds), name).toBeGreaterThanOrEqual(31_536_000);
  expect(transport, name).toContain("includeSubDomains");
  expect(["no-referrer", "strict-origin-when-cross-origin"], name).toContain(
    headers["referrer-policy"],
  );
  expect(headers, name).not.toHaveProperty("x-powered-by");
  expect(headers, name).not.toHaveProperty("server");
}
