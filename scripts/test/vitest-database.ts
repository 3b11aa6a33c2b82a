// Gives every integration test file a migrated database of its own as DATABASE_URL, and drops it
// afterwards. vitest runs it before each file (setupFiles of the project "integration").
import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { addressOf, runStatement } from "./start-postgres";
import { TEMPLATE } from "./vitest-postgres";

const postgresUrl = inject("postgresUrl");
const name = `test_${randomBytes(8).toString("hex")}`;

await runStatement(postgresUrl, `CREATE DATABASE "${name}" TEMPLATE "${TEMPLATE}"`);
process.env.DATABASE_URL = addressOf(postgresUrl, name);

afterAll(() => runStatement(postgresUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
