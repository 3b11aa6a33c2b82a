// An app's webhook endpoints in miniature, for the emulator's own tests: a real server that keeps
// what it receives and answers as Kakao wants it, or as a test says.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Received = {
  method: string;
  path: string;
  query: string;
  headers: IncomingMessage["headers"];
  body: string;
};

type Respond = (response: ServerResponse, received: Received) => void;

export class Receiver {
  readonly received: Received[] = [];
  /** `/account-state` wants 202, everything else 200. */
  respond: Respond = (response, { path }) => {
    response.writeHead(path === "/account-state" ? 202 : 200).end();
  };
  private readonly server = createServer((request, response) => void this.take(request, response));

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Every request answered with this status. */
  answerWith(status: number, headers: Record<string, string> = {}, body = ""): void {
    this.respond = (response) => void response.writeHead(status, headers).end(body);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = "", query = ""] = (request.url ?? "").split("?");
    const { method = "", headers } = request;
    // A sender that gives up halfway is nothing to answer.
    const body = await text(request).catch(() => null);
    if (body === null) return;
    const received = { method, path, query, headers, body };
    this.received.push(received);
    this.respond(response, received);
  }
}
