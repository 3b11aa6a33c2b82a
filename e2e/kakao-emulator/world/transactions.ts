// Authorization requests that passed the checks and wait for a person: a page carries only the
// opaque id. Written by authorize.ts, read by the sign-in and consent pages.
import { randomBytes } from "node:crypto";
import type { App } from "./app-schema";
import { BoundedMap } from "./bounded-map";

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

export class TransactionStore {
  private transactions = new BoundedMap<Transaction>(2_000);

  clear(): void {
    this.transactions.clear();
  }

  dump(): Transaction[] {
    return [...this.transactions.values()];
  }

  load(transactions: Transaction[]): void {
    this.clear();
    for (const transaction of transactions) this.transactions.set(transaction.id, transaction);
  }

  open(request: AuthorizeRequest): Transaction {
    const id = randomBytes(18).toString("base64url");
    const transaction = { ...request, id, personId: null, authTimeSeconds: 0 };
    this.transactions.set(id, transaction);
    return transaction;
  }

  find(id: string | null): Transaction | null {
    return this.transactions.get(id ?? "") ?? null;
  }

  close(transaction: Transaction): void {
    this.transactions.delete(transaction.id);
  }
}

/** An ID token comes when OpenID Connect is on and `scope`, if sent, has `openid`. */
export function asksForIdToken(app: App, scopes: string[] | null): boolean {
  return app.oidc && (scopes === null || scopes.includes("openid"));
}
