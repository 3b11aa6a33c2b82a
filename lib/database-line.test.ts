// Which lines to a database could be somebody else's (SE-9).
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const far = "postgresql://app:word@db.internal:5432/humblebug";
let written = "";

beforeEach(() => {
  vi.resetModules();
  written = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function startWith(databaseUrl: string, appEnv: string): Promise<string> {
  vi.stubEnv("APP_ENV", appEnv);
  vi.stubEnv("AUTH_URL", "https://humblebug.kr");
  vi.stubEnv("DATABASE_URL", databaseUrl);
  for (const name of ["KAKAO_AUTH_URL", "KAKAO_API_URL"]) vi.stubEnv(name, undefined);
  const { warnOfUnverifiedDatabase } = await import("./database-line");
  warnOfUnverifiedDatabase();
  return written;
}

test.each([
  ["no word of TLS", far],
  ["encrypted for whoever answers", `${far}?sslmode=no-verify`],
  ["a mode that will check less with the next pg", `${far}?sslmode=require`],
])("%s: a warning without the address (SE-9)", async (_, databaseUrl) => {
  const line = JSON.parse(await startWith(databaseUrl, "production"));
  expect(line).toMatchObject({ level: "warn", event: "database.unverified" });
  expect(written).not.toMatch(/app|word|db\.internal/);
});

test.each([
  ["verified", `${far}?sslmode=verify-full`, "production"],
  ["on this machine", "postgresql://app:word@127.0.0.1:5432/humblebug", "production"],
  ["by a socket of this machine", "postgresql:///humblebug?host=/run/postgresql", "production"],
  ["of a test", far, "test"],
])("a line %s is nothing to speak of (SE-9)", async (_, databaseUrl, appEnv) => {
  expect(await startWith(databaseUrl, appEnv)).toBe("");
});
