// The SQL that would create the tables of schema.prisma from nothing, from Prisma's own engine in
// its WebAssembly build, which needs no download. Called by the test that compares it with the migrations.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type * as SchemaEngineModule from "@prisma/schema-engine-wasm/schema_engine_bg";

type Glue = typeof SchemaEngineModule & { __wbg_set_wasm: (exports: WebAssembly.Exports) => void };

/** The package's entry imports a .wasm file, which Node.js does not load by itself: done by hand. */
async function loadEngine(): Promise<Glue> {
  const script = createRequire(import.meta.url).resolve(
    "@prisma/schema-engine-wasm/schema_engine_bg",
  );
  const glue = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as Glue;
  const bytes = await readFile(script.replace(/\.js$/, ".wasm"));
  const imports = { "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

// Once: its JavaScript half can serve one instance only.
let engine: Promise<Glue> | undefined;

/** @param connectionString any PostgreSQL: the engine asks for its version and changes nothing. */
export async function readSchemaSql(schema: string, connectionString: string): Promise<string> {
  engine ??= loadEngine();
  const { SchemaEngine } = await engine;
  const files = [{ path: "schema.prisma", content: schema }];
  const connected = await SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString })),
  );
  const { stdout } = await connected.diff({
    from: { tag: "empty" },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  } as Parameters<typeof connected.diff>[0]);
  if (!stdout) throw new Error("Prisma's engine answered with no SQL.");
  return stdout;
}
