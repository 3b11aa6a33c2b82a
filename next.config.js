import { readdirSync } from "node:fs";

// The build knows which migrations the code expects; /api/health/ready compares with the database.
const newestMigration = readdirSync(new URL("./prisma/migrations", import.meta.url), {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()
  .at(-1);

const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  },
];

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  typedRoutes: true,
  agentRules: false,
  devIndicators: false,
  // No page uses it; it would fetch any path of ours for anybody, and log that path as it came.
  images: { unoptimized: true },
  serverExternalPackages: ["pg", "jsonwebtoken", "rate-limiter-flexible"],
  // The development server prints every address it is asked for; this one holds a code.
  logging: { incomingRequests: { ignore: [/^\/api\/auth\/callback\//] } },
  env: { NEWEST_MIGRATION: newestMigration ?? "" },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
};
