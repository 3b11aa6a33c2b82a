// What the Pages Router of Next.js adds to node:http before it calls a handler of `[...nextauth]`.
// Called by next-auth-v4.test.ts, so that the handler runs without a build of Next.js.
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { NextApiRequest, NextApiResponse } from "next";

type PagesHandler = (request: NextApiRequest, response: NextApiResponse) => unknown;

export function servePagesRoute(prefix: string, handle: PagesHandler): RequestListener {
  return async (incoming, outgoing) => {
    const request = await extendRequest(prefix, incoming);
    const response = extendResponse(outgoing);
    await handle(request as unknown as NextApiRequest, response as unknown as NextApiResponse);
  };
}

async function extendRequest(prefix: string, request: IncomingMessage) {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const pairs = (request.headers.cookie ?? "").split("; ").map((pair) => pair.split("="));
  return Object.assign(request, {
    query: {
      ...Object.fromEntries(searchParams),
      nextauth: pathname.slice(prefix.length).split("/"),
    },
    cookies: Object.fromEntries(
      pairs.map(([name = "", ...value]) => [name, decodeURIComponent(value.join("="))]),
    ),
    body: Object.fromEntries(new URLSearchParams(await text(request))),
  });
}

function extendResponse(response: ServerResponse) {
  const extended = Object.assign(response, {
    status(code: number) {
      response.statusCode = code;
      return extended;
    },
    json(value: unknown) {
      response.setHeader("content-type", "application/json; charset=utf-8");
      response.end(JSON.stringify(value));
    },
    send(body: unknown) {
      if (typeof body === "object") extended.json(body);
      else response.end(body);
    },
  });
  return extended;
}
