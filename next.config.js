import { readdirSync, readFileSync } from "node:fs";

// The build knows which migrations the code expects; /api/health/ready compares with the database.
const newestMigration = readdirSync(new URL("./prisma/migrations", import.meta.url), {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()
  .at(-1);

/** Paths as patterns, such as "/account": metrics name a request by its route, never by its path. */
const appRoutes = readdirSync(new URL("./app", import.meta.url), { recursive: true })
  .map((file) => `/${String(file).replaceAll("\\", "/")}`)
  .filter((file) => /\/(page\.tsx|route\.ts)$/.test(file))
  .map((file) => file.replace(/\/[^/]+$/, "").replace(/\/\([^/]+\)/g, "") || "/")
  .sort();

const headersFile = new URL("./lib/http/security-headers.json", import.meta.url);
const securityHeaders = Object.entries(JSON.parse(readFileSync(headersFile, "utf8")));

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  typedRoutes: true,
  agentRules: false,
  devIndicators: false,
  serverExternalPackages: [
    "pg",
    "jsonwebtoken",
    "rate-limiter-flexible",
    // Loaded only where the environment asks for it.
    ...["api", "api-logs", "resources", "sdk-logs", "sdk-metrics"].map(
      (name) => `@opentelemetry/${name}`,
    ),
    "@opentelemetry/exporter-logs-otlp-http",
    "@opentelemetry/exporter-metrics-otlp-http",
  ],
  // The development server prints every address it is asked for; this one holds a code.
  logging: { incomingRequests: { ignore: [/^\/api\/auth\/callback\//] } },
  env: { NEWEST_MIGRATION: newestMigration ?? "", APP_ROUTES: appRoutes.join(",") },
  // Pictures are shown as they are: nothing here fetches an address that a request names.
  images: { unoptimized: true },
  headers: async () => [
    { source: "/:path*", headers: securityHeaders.map(([key, value]) => ({ key, value })) },
  ],
};
