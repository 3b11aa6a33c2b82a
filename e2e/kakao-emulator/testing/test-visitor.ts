// A browser and an app in miniature, for the emulator's own tests: real HTTP, cookies, forms.
import { createHash, randomBytes } from "node:crypto";
import { defaultApp, defaultRedirectUris } from "../defaults";

export const redirectUri = defaultRedirectUris[0] ?? "";
export const clientId = defaultApp.restApiKey;

export type Params = Record<string, string | null | undefined>;

/** Parameters of a good authorization request; `null` leaves one out. */
export function authorizeQuery(changes: Params = {}): string {
  return toSearch({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    ...changes,
  });
}

export function toSearch(params: Params): string {
  const given = Object.entries(params).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return new URLSearchParams(given).toString();
}

export function makePkce() {
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  return { verifier, challenge };
}

export class Visitor {
  private cookie = "";
  language = "ko";
  userAgent = "a browser";

  constructor(readonly origin: string) {}

  async get(path: string): Promise<Response> {
    return this.keepCookie(await this.fetch(path, {}));
  }

  async post(path: string, fields: Params): Promise<Response> {
    const body = new URLSearchParams(toSearch(fields));
    return this.keepCookie(await this.fetch(path, { method: "POST", body }));
  }

  authorize(changes: Params = {}): Promise<Response> {
    return this.get(`/oauth/authorize?${authorizeQuery(changes)}`);
  }

  /** From a redirect to one of the emulator's pages: the opaque transaction id. */
  transactionOf(response: Response): string {
    return locationOf(response).searchParams.get("transaction") ?? "";
  }

  async signIn(loginId: string, changes: Params = {}): Promise<Response> {
    const transaction = this.transactionOf(await this.authorize(changes));
    return this.post("/_emulator/sign-in", { transaction, loginId });
  }

  /** Signs in, agrees to what is asked, ticking `items`; answers with the way back to the app. */
  async finish(loginId: string, changes: Params = {}, items: string[] = []): Promise<URL> {
    const signedIn = await this.signIn(loginId, changes);
    if (!locationOf(signedIn).pathname.startsWith("/_emulator/")) return locationOf(signedIn);
    return locationOf(await this.decide(signedIn, "agree", items));
  }

  /** On the consent page; `ticked` are consent items, or names and values of any boxes. */
  decide(
    signedIn: Response,
    decision: string,
    ticked: (string | [name: string, value: string])[] = [],
  ): Promise<Response> {
    const fields = new URLSearchParams({ transaction: this.transactionOf(signedIn), decision });
    for (const box of ticked) {
      const [name, value] = typeof box === "string" ? ["item", box] : box;
      fields.append(name, value);
    }
    return this.fetch("/_emulator/consent", { method: "POST", body: fields });
  }

  async obtainCode(loginId: string, changes: Params = {}, items: string[] = []): Promise<string> {
    const back = await this.finish(loginId, changes, items);
    return back.searchParams.get("code") ?? "";
  }

  private fetch(path: string, init: RequestInit): Promise<Response> {
    const headers = {
      "accept-language": this.language,
      "user-agent": this.userAgent,
      cookie: this.cookie,
    };
    return fetch(new URL(path, this.origin), { ...init, headers, redirect: "manual" });
  }

  private keepCookie(response: Response): Response {
    this.cookie = response.headers.get("set-cookie")?.split(";")[0] ?? this.cookie;
    return response;
  }
}

export function locationOf(response: Response): URL {
  return new URL(response.headers.get("location") ?? "", response.url);
}

/** The token request of an app: good unless changed. */
export function requestToken(origin: string, changes: Params): Promise<Response> {
  const body = toSearch({
    grant_type: "authorization_code",
    client_id: clientId,
    client_secret: defaultApp.clientSecret,
    redirect_uri: redirectUri,
    ...changes,
  });
  return fetch(`${origin}/oauth/token`, { method: "POST", body: new URLSearchParams(body) });
}

export type TokenAnswer = {
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  expires_in: number;
  scope?: string;
  [name: string]: unknown;
};

/** Signs a person in from start to end, in a fresh browser. */
export async function obtainTokens(
  origin: string,
  loginId: string,
  options: { changes?: Params; items?: string[] } = {},
): Promise<TokenAnswer> {
  const code = await new Visitor(origin).obtainCode(loginId, options.changes, options.items);
  const response = await requestToken(origin, { code });
  return (await response.json()) as TokenAnswer;
}

export function callKapi(origin: string, path: string, token: string, init: RequestInit = {}) {
  return fetch(`${origin}${path}`, { ...init, headers: { authorization: `Bearer ${token}` } });
}
