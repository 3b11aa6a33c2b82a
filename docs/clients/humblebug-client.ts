// A small client for Humblebug's API: copy this file into a TypeScript app, it needs nothing but
// fetch. It exchanges a Kakao token, keeps the session fresh, and never ends it over a passing trouble.

export type HumblebugUser = {
  id: string;
  nickname: string | null;
  image: string | null;
  email: string | null;
};

/** What to keep, in the system's secure storage: whoever reads it is signed in. */
export type HumblebugTokens = {
  accessToken: string;
  refreshToken: string;
  /** Milliseconds since 1970, by this device's clock. */
  expiresAt: number;
};

export type TokenStore = {
  load: () => Promise<HumblebugTokens | null>;
  save: (tokens: HumblebugTokens) => Promise<void>;
  clear: () => Promise<void>;
};

/** A no that another try does not change. `code` is the API's `message`. */
export class HumblebugRefused extends Error {
  override name = "HumblebugRefused";
  constructor(
    readonly status: number,
    readonly code: string,
    /** Quote it when you ask the service. */
    readonly requestId: string | null,
  ) {
    super(`${status} ${code}`);
  }
}

/** Nobody is signed in: show the sign-in. */
export class HumblebugSignedOut extends Error {
  override name = "HumblebugSignedOut";
}

/** It passes by itself: keep the session, say so, try again later. */
export class HumblebugUnavailable extends Error {
  override name = "HumblebugUnavailable";
  constructor(
    /** Do not ask again before. */
    readonly retryAfterSeconds: number,
    options?: ErrorOptions,
  ) {
    super(`not available for ${retryAfterSeconds} s`, options);
  }
}

export type HumblebugOptions = {
  baseUrl: string;
  store: TokenStore;
  fetch?: typeof fetch;
  /** How long a call may wait for `Retry-After` before it gives up and throws. */
  patienceSeconds?: number;
};

const REFRESH_EARLY_MS = 30_000;
const TIMEOUT_MS = 15_000;
const MAX_TRIES = 3;

export class HumblebugClient {
  private refreshing: Promise<HumblebugTokens> | null = null;
  private readonly baseUrl: string;

  constructor(private readonly options: HumblebugOptions) {
    this.baseUrl = options.baseUrl.replace(/\/+$/, "");
  }

  /** @param kakaoAccessToken `OAuthToken.accessToken` of Kakao's SDK */
  signInWithAccessToken(kakaoAccessToken: string): Promise<HumblebugUser> {
    return this.exchange({ headers: { authorization: `Bearer ${kakaoAccessToken}` } });
  }

  /** @param nonce the one that was given to Kakao's SDK for this sign-in */
  signInWithIdToken(idToken: string, nonce: string): Promise<HumblebugUser> {
    return this.exchange(asJson({ id_token: idToken, nonce }));
  }

  /**
   * A request as the person who is signed in. On a 401 the session is refreshed and the request
   * sent once more, so its body must be one that can be sent twice (no stream).
   *
   * @throws HumblebugSignedOut
   * @throws HumblebugUnavailable
   */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    let tokens = await this.requireTokens();
    if (tokens.expiresAt - REFRESH_EARLY_MS < Date.now()) tokens = await this.refresh(tokens);
    const answer = await this.send(path, withToken(init, tokens));
    if (answer.status !== 401) return answer;
    // Another call may have refreshed in the meantime: then its token is tried, not a new one made.
    const current = await this.requireTokens();
    const isStale = current.accessToken === tokens.accessToken;
    return this.send(path, withToken(init, isStale ? await this.refresh(current) : current));
  }

  async me(): Promise<HumblebugUser> {
    const answer = await this.fetch("/api/me");
    if (!answer.ok) throw await toRefusal(answer);
    return (await answer.json()).user;
  }

  /** @throws HumblebugUnavailable when it is not certain that the session is over: try again */
  async signOut(): Promise<void> {
    await this.refreshing?.catch(() => {});
    const tokens = await this.options.store.load();
    if (!tokens) return;
    const answer = await this.send(
      "/api/token/revoke",
      asJson({ refresh_token: tokens.refreshToken }),
    );
    // 401: not a session of this service, so there is nothing to end.
    if (!answer.ok && answer.status !== 401) throw await toRefusal(answer);
    await this.options.store.clear();
  }

  private async exchange(init: RequestInit): Promise<HumblebugUser> {
    const answer = await this.send("/api/token", { ...init, method: "POST" });
    if (!answer.ok) throw await toRefusal(answer);
    const body = await answer.json();
    await this.options.store.save(toTokens(body));
    return body.user;
  }

  private async requireTokens(): Promise<HumblebugTokens> {
    const tokens = await this.options.store.load();
    if (!tokens) throw new HumblebugSignedOut("nobody is signed in");
    return tokens;
  }

  /** One at a time: a refresh token is good for one time, and whoever comes later joins. */
  private refresh(tokens: HumblebugTokens): Promise<HumblebugTokens> {
    this.refreshing ??= this.refreshOnce(tokens).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async refreshOnce(tokens: HumblebugTokens): Promise<HumblebugTokens> {
    // The one in store is the newest: an earlier refresh may have ended while this one was called.
    const newest = await this.requireTokens();
    if (newest.refreshToken !== tokens.refreshToken) return newest;
    const init = asJson({ refresh_token: newest.refreshToken });
    const answer = await this.send("/api/token/refresh", init);
    if (answer.ok) {
      const next = toTokens(await answer.json());
      await this.options.store.save(next);
      return next;
    }
    if (answer.status !== 401) throw await toRefusal(answer);
    await this.options.store.clear();
    throw new HumblebugSignedOut("the session is over", { cause: await toRefusal(answer) });
  }

  /** Repeats what fails in passing, and waits as long as it is told to. */
  private async send(path: string, init: RequestInit): Promise<Response> {
    const { patienceSeconds = 10, fetch: ask = fetch } = this.options;
    for (let tries = 1; ; tries += 1) {
      const answer = await ask(`${this.baseUrl}${path}`, withTimeout(init)).catch(toUnavailable);
      const waitSeconds = readWait(answer, tries);
      if (waitSeconds === null) return answer as Response;
      if (tries === MAX_TRIES || waitSeconds > patienceSeconds)
        throw answer instanceof Response ? new HumblebugUnavailable(waitSeconds) : answer;
      await new Promise((resolve) => setTimeout(resolve, waitSeconds * 1000));
    }
  }
}

/** Seconds until the same request may be sent again; null for an answer that is final. */
function readWait(answer: Response | HumblebugUnavailable, tries: number): number | null {
  if (!(answer instanceof Response)) return tries;
  if (answer.status !== 429 && answer.status < 500) return null;
  const given = Number(answer.headers.get("retry-after"));
  return given > 0 ? given : tries;
}

function toUnavailable(cause: unknown): HumblebugUnavailable {
  return new HumblebugUnavailable(1, { cause });
}

function withTimeout(init: RequestInit): RequestInit {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return { ...init, signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout };
}

function withToken(init: RequestInit, { accessToken }: HumblebugTokens): RequestInit {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${accessToken}`);
  return { ...init, headers };
}

function asJson(value: Record<string, string>): RequestInit {
  const headers = { "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(value) };
}

type TokensBody = { access_token: string; refresh_token: string; expires_in: number };

function toTokens(body: TokensBody): HumblebugTokens {
  return {
    accessToken: body.access_token,
    refreshToken: body.refresh_token,
    expiresAt: Date.now() + body.expires_in * 1000,
  };
}

async function toRefusal(answer: Response): Promise<HumblebugRefused> {
  const body = await answer.json().catch(() => ({}));
  return new HumblebugRefused(answer.status, body.message ?? "UNKNOWN", body.requestId ?? null);
}
