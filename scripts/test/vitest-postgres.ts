// One real PostgreSQL for all integration tests, with a migrated template to copy from.
// vitest calls it once (globalSetup of the project "integration").
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { createMigratedDatabase, startPostgres } from "./start-postgres";

export const TEMPLATE = "template_migrated";
const root = fileURLToPath(new URL("../..", import.meta.url));

declare module "vitest" {
  interface ProvidedContext {
    /** Maintenance database of the test server. */
    postgresUrl: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres(root);
  try {
    await createMigratedDatabase(postgres, { root, name: TEMPLATE });
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  project.provide("postgresUrl", postgres.url);
  return postgres.stop;
}
