// How long each answer took, also those that Next.js gives by itself. Called by start.ts, once.
import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { appRoutes } from "../env";
import { recorder, startWatch } from "./recorder";
import { createRouteTemplates } from "./route-template";

const METHODS = new Set(["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]);

export function measureRequests(): void {
  const templateOf = createRouteTemplates(appRoutes);
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const seconds = startWatch();
    // Next.js changes both on its way.
    const { url = "", method = "" } = request;
    response.once("close", () =>
      recorder()?.request({
        route: templateOf(url.split("?", 1)[0] ?? ""),
        method: METHODS.has(method) ? method : "_OTHER",
        status: response.headersSent ? response.statusCode : null,
        seconds: seconds(),
      }),
    );
  });
}
