// For Prisma's command line only. `generate`, `validate` and `format` need no native engine,
// but the CLI would download one before it looks at the command: any file satisfies that check.
import { defineConfig } from "prisma/config";

const worksWithoutEngine = ["generate", "validate", "format"].some((command) =>
  process.argv.includes(command),
);
if (worksWithoutEngine) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // Empty instead of Prisma's env(): that one throws for `generate` too when the variable is unset.
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
