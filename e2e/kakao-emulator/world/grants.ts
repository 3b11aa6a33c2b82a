// Authorization codes, access tokens and refresh tokens: made, looked up, and ended.
import { randomBytes, randomUUID } from "node:crypto";
import type { AppKey } from "./app-schema";
import { BoundedMap } from "./bounded-map";

/** What a person gave an app in one sign-in; every token of that sign-in carries it. */
export type Grant = {
  /** Shared by the code and all tokens of one sign-in: logging out ends them together. */
  signInId: string;
  appId: number;
  clientId: string;
  personId: string;
  scope: string;
  /** Whether this sign-in comes with an ID token. */
  openid: boolean;
  nonce: string | null;
  authTimeSeconds: number;
};

export type AuthorizationCode = Grant & {
  code: string;
  redirectUri: string;
  codeChallenge: string | null;
  expiresAtMs: number;
  used: boolean;
};

export type Token = Grant & { token: string; expiresAtMs: number };

export type LiveToken = Token & { kind: "access" | "refresh" };

export const codeLifetimeMs = 10 * 60 * 1000;

/** Kakao: 6 hours for a REST key, 2 for a JavaScript key, 12 for a native one; one second less. */
const accessLifetimeSeconds = { rest: 21599, javascript: 7199, native: 43199 };

export const refreshLifetimeSeconds = 5183999;

export function accessTokenLifetime(key: AppKey): number {
  return accessLifetimeSeconds[key.kind];
}

/** Of each kind. The oldest are forgotten: they are unknown then, as expired ones are. */
const maxGrants = 50_000;

type GrantDump = { codes: AuthorizationCode[]; accessTokens: Token[]; refreshTokens: Token[] };

export class GrantStore {
  private codes = new BoundedMap<AuthorizationCode>(maxGrants);
  private accessTokens = new BoundedMap<Token>(maxGrants);
  private refreshTokens = new BoundedMap<Token>(maxGrants);

  clear(): void {
    this.codes.clear();
    this.accessTokens.clear();
    this.refreshTokens.clear();
  }

  dump(): GrantDump {
    return {
      codes: [...this.codes.values()],
      accessTokens: [...this.accessTokens.values()],
      refreshTokens: [...this.refreshTokens.values()],
    };
  }

  load({ codes, accessTokens, refreshTokens }: GrantDump): void {
    this.clear();
    for (const code of codes) this.codes.set(code.code, code);
    for (const token of accessTokens) this.accessTokens.set(token.token, token);
    for (const token of refreshTokens) this.refreshTokens.set(token.token, token);
  }

  /** About 86 url-safe characters, as Kakao's codes. */
  addCode(details: Omit<AuthorizationCode, "code" | "used" | "signInId">): AuthorizationCode {
    const secret = randomBytes(64).toString("base64url");
    const code = { ...details, code: secret, signInId: randomUUID(), used: false };
    this.codes.set(code.code, code);
    return code;
  }

  findCode(code: string | null): AuthorizationCode | null {
    return this.codes.get(code ?? "") ?? null;
  }

  addAccessToken(grant: Grant, expiresAtMs: number): Token {
    return this.addToken(this.accessTokens, grant, expiresAtMs);
  }

  addRefreshToken(grant: Grant, expiresAtMs: number): Token {
    return this.addToken(this.refreshTokens, grant, expiresAtMs);
  }

  findAccessToken(token: string | null): Token | null {
    return this.accessTokens.get(token ?? "") ?? null;
  }

  findRefreshToken(token: string | null): Token | null {
    return this.refreshTokens.get(token ?? "") ?? null;
  }

  removeRefreshToken(token: Token): void {
    this.refreshTokens.delete(token.token);
  }

  /** The tokens of a person (or of everybody) that live at this time, newest sign-in first. */
  listLive(nowMs: number, personId?: string): LiveToken[] {
    const list = (kind: LiveToken["kind"], tokens: Iterable<Token>): LiveToken[] =>
      [...tokens]
        .filter((token) => token.expiresAtMs > nowMs)
        .filter((token) => personId === undefined || token.personId === personId)
        .map((token) => ({ ...token, kind }));
    const access = list("access", this.accessTokens.values());
    const refresh = list("refresh", this.refreshTokens.values());
    return [...access, ...refresh].sort((a, b) => b.authTimeSeconds - a.authTimeSeconds);
  }

  /** Ends everything this predicate fits: one sign-in, one link, or one person. */
  removeWhere(fits: (grant: Grant) => boolean): void {
    for (const store of [this.codes, this.accessTokens, this.refreshTokens]) {
      for (const [name, grant] of store) if (fits(grant)) store.delete(name);
    }
  }

  private addToken(store: Map<string, Token>, grant: Grant, expiresAtMs: number): Token {
    const { signInId, appId, clientId, personId, scope, openid, nonce, authTimeSeconds } = grant;
    const token = {
      ...{ signInId, appId, clientId, personId, scope, openid, nonce, authTimeSeconds },
      token: randomBytes(42).toString("base64url"),
      expiresAtMs,
    };
    store.set(token.token, token);
    return token;
  }
}
