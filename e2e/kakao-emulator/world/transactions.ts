// Authorization requests that passed the checks and wait for a person: a page carries only the
// opaque id. Written by authorize.ts, read by the sign-in and consent pages.
import { randomBytes } from "node:crypto";
import type { App } from "./app-schema";

export type Prompt = "login" | "none" | "create" | "select_account";

export type AuthorizeRequest = {
  appId: number;
  clientId: string;
  redirectUri: string;
  /** `null`: no scope was sent, which is not the same as an empty list to an OIDC app. */
  scopes: string[] | null;
  prompts: string[];
  loginHint: string | null;
  /** Tags of service terms; `null`: none were named, so all of the app's are shown. */
  serviceTerms: string[] | null;
  channels: string[];
  state: string | null;
  nonce: string | null;
  codeChallenge: string | null;
};

export type Transaction = AuthorizeRequest & {
  id: string;
  /** Set once somebody has signed in, or was signed in already and no prompt asked again. */
  personId: string | null;
  authTimeSeconds: number;
};

const maxTransactions = 2_000;

export class TransactionStore {
  private transactions = new Map<string, Transaction>();

  clear(): void {
    this.transactions.clear();
  }

  open(request: AuthorizeRequest): Transaction {
    const id = randomBytes(18).toString("base64url");
    const transaction = { ...request, id, personId: null, authTimeSeconds: 0 };
    this.transactions.set(id, transaction);
    this.forgetOldest();
    return transaction;
  }

  find(id: string | null): Transaction | null {
    return this.transactions.get(id ?? "") ?? null;
  }

  close(transaction: Transaction): void {
    this.transactions.delete(transaction.id);
  }

  private forgetOldest(): void {
    const oldest = this.transactions.keys().next();
    if (this.transactions.size > maxTransactions && !oldest.done) {
      this.transactions.delete(oldest.value);
    }
  }
}

/** An ID token comes when OpenID Connect is on and `scope`, if sent, has `openid`. */
export function asksForIdToken(app: App, scopes: string[] | null): boolean {
  return app.oidc && (scopes === null || scopes.includes("openid"));
}
