// Four kinds of tests beside the code: unit, emulator, strangers' clients against the emulator, and
// integration against a real PostgreSQL. End-to-end tests are Playwright's (playwright.config.ts).
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const excluded = [...configDefaults.exclude, ".next/**"];
const integration = "**/*.integration.test.ts";
/** A package of its own: `npm run test:clients` installs it. */
const clients = "e2e/kakao-emulator/clients";

/** A whole and valid environment of nobody: tests never see the one of their machine. */
const testEnvironment = {
  APP_ENV: "test",
  AUTH_URL: "http://localhost:3199",
  AUTH_SECRET: "dGVzdC1vbmx5LXNlY3JldC1uZXZlci11c2VkLWFueXdoZXJlLWVsc2U=",
  AUTH_KAKAO_ID: "0123456789abcdef0123456789abcdef",
  AUTH_KAKAO_SECRET: "TestOnlyClientSecret0123456789ab",
  KAKAO_APP_ID: "100001",
  KAKAO_ADMIN_KEY: "fedcba9876543210fedcba9876543210",
  KAKAO_AUTH_URL: "http://127.0.0.1:4199",
  KAKAO_API_URL: "http://127.0.0.1:4199",
  DATABASE_URL: "postgresql://nobody:nothing@127.0.0.1:9/none",
};

const emptyModule = fileURLToPath(new URL("node_modules/server-only/empty.js", import.meta.url));

export default defineConfig({
  // Tests are the server: the guard against browser bundles has nothing to guard here.
  resolve: { alias: { "server-only": emptyModule } },
  test: {
    env: testEnvironment,
    // Left alone, two cores would get one worker, and most of what is waited for is not the processor.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: [
      "default",
      `./${clients}/matrix-reporter.ts`,
      "./scripts/test/vitest-count-reporter.ts",
    ],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{lib,scripts,prisma,app,load}/**/*.test.{ts,tsx}"],
          exclude: [...excluded, integration],
        },
      },
      {
        extends: true,
        test: {
          name: "emulator",
          include: ["e2e/kakao-emulator/**/*.test.ts"],
          exclude: [...excluded, integration, `${clients}/**`],
        },
      },
      {
        extends: true,
        test: {
          name: "clients",
          include: [`${clients}/*.test.ts`],
          exclude: excluded,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: [integration],
          exclude: excluded,
          globalSetup: ["./scripts/test/vitest-postgres.ts"],
          setupFiles: ["./scripts/test/vitest-database.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
