// A browser at the app that uses the client: cookies, forms, no following of redirects. Called by
// the tests of clients that bring their own handlers.

export type Handler = (request: Request) => Promise<Response>;

export class AppVisitor {
  private readonly cookies = new Map<string, string>();

  /** @param send a handler of web requests; without one, requests travel to a real server */
  constructor(
    readonly origin: string,
    private readonly send: Handler = fetch,
  ) {}

  get(address: string | URL): Promise<Response> {
    return this.request(address, {});
  }

  post(address: string, fields: Record<string, string>): Promise<Response> {
    return this.request(address, { method: "POST", body: new URLSearchParams(fields) });
  }

  postJson(address: string, body: object): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return this.request(address, { method: "POST", body: JSON.stringify(body), headers });
  }

  /** Where this address sends the browser on to. */
  async follow(address: string | URL): Promise<URL> {
    const response = await this.get(address);
    const location = response.headers.get("location");
    if (location === null) throw new Error(`no redirect but ${response.status} from ${address}`);
    return new URL(location, this.origin);
  }

  async readJson<Value>(address: string): Promise<Value> {
    return (await this.get(address)).json();
  }

  private async request(address: string | URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("origin", this.origin);
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    if (cookie !== "") headers.set("cookie", cookie);
    const url = new URL(address, this.origin);
    const response = await this.send(new Request(url, { ...init, headers, redirect: "manual" }));
    this.keepCookies(response);
    return response;
  }

  private keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split(";");
      const [name = "", ...value] = pair.split("=");
      const isGone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
      if (isGone) this.cookies.delete(name.trim());
      else this.cookies.set(name.trim(), value.join("="));
    }
  }
}
