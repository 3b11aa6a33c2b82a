// A typed client of the control API, for tests and fixtures. It talks HTTP only, so it works
// against an emulator in another process.

import type { LedgerEntry, LedgerFilter } from "./control/ledger";
import type { Fault, FaultInput } from "./faults/fault-schema";
import type { AccountStateWebhookInput } from "./webhooks/account-state-by-hand";
import type { Delivery, DeliveryFilter } from "./webhooks/deliveries";
import type { UnlinkWebhookInput } from "./webhooks/unlink-by-hand";
import type { App, AppInput, AppPatch, ConsentItemId } from "./world/app-schema";
import type { UnlinkReason } from "./world/happenings";
import type { Link } from "./world/links";
import type { Person, PersonInput, PersonPatch } from "./world/person-schema";
import type { Seed } from "./world/seed";
import type { SnapshotInfo } from "./world/snapshots";

export type PersonWithLinks = Person & {
  links: (Omit<Link, "personId" | "connectedAtMs"> & { connectedAt: string })[];
};

export type IssuedTokens = {
  access_token: string;
  token_type: string;
  id_token?: string;
  expires_in: number;
  refresh_token: string;
  refresh_token_expires_in: number;
  scope?: string;
};

/** The control API said no; `field` names what it did not take. */
export class KakaoEmulatorError extends Error {
  constructor(
    readonly status: number,
    readonly field: string,
    message: string,
  ) {
    super(`${field}: ${message}`);
  }
}

export class KakaoEmulatorClient {
  private readonly headers: Record<string, string>;

  /** @param options.controlToken for an emulator that is reached from beyond its machine */
  constructor(
    readonly origin: string,
    { controlToken = null }: { controlToken?: string | null } = {},
  ) {
    this.headers = {
      "content-type": "application/json",
      ...(controlToken !== null && { authorization: `Bearer ${controlToken}` }),
    };
  }

  health(): Promise<{ status: "ok" }> {
    return this.call("GET", "/health");
  }

  /** Back to the seed. Not for tests that run side by side. */
  reset(): Promise<unknown> {
    return this.call("POST", "/reset");
  }

  listPeople(): Promise<Person[]> {
    return this.call("GET", "/people");
  }

  /** A person of this test's own; without overrides, one with everything. */
  createPerson(overrides: PersonInput = {}): Promise<Person> {
    return this.call("POST", "/people", overrides);
  }

  readPerson(personId: string): Promise<PersonWithLinks> {
    return this.call("GET", `/people/${personId}`);
  }

  updatePerson(personId: string, patch: PersonPatch): Promise<Person> {
    return this.call("PATCH", `/people/${personId}`, patch);
  }

  /** As if the person had deleted the account; silent, no webhook tells of it. */
  deletePerson(personId: string, { silent = false } = {}): Promise<unknown> {
    return this.call("DELETE", `/people/${personId}${silent ? "?silent=1" : ""}`);
  }

  /** Forgets links, consent and tokens, as if the person had unlinked the app (or for a reason). */
  unlink(personId: string, appId?: number, reason?: UnlinkReason): Promise<unknown> {
    return this.call("POST", `/people/${personId}/unlink`, { appId, reason });
  }

  /** What a native SDK would hand to an app after its own sign-in. */
  issueTokens(
    personId: string,
    options: { clientId?: string; agreed?: ConsentItemId[]; nonce?: string } = {},
  ): Promise<IssuedTokens> {
    return this.call("POST", `/people/${personId}/tokens`, options);
  }

  /** The cookie of a browser in which this person is signed in to Kakao (or that is their Talk's). */
  openAccountSession(
    personId: string,
    options: { inTalk?: boolean } = {},
  ): Promise<{ name: string; value: string }> {
    return this.call("POST", `/people/${personId}/account-sessions`, options);
  }

  listSnapshots(): Promise<SnapshotInfo[]> {
    return this.call("GET", "/snapshots");
  }

  /** Everything but the signing keys and the ledger, under a name. */
  takeSnapshot(name: string): Promise<SnapshotInfo> {
    return this.call("POST", "/snapshots", { name });
  }

  restoreSnapshot(name: string): Promise<SnapshotInfo> {
    return this.call("POST", `/snapshots/${encodeURIComponent(name)}/restore`);
  }

  removeSnapshot(name: string): Promise<unknown> {
    return this.call("DELETE", `/snapshots/${encodeURIComponent(name)}`);
  }

  /** The apps and people there are now, in the shape of a seed file. */
  readSeed(): Promise<Seed> {
    return this.call("GET", "/seed");
  }

  listApps(): Promise<App[]> {
    return this.call("GET", "/apps");
  }

  createApp(app: AppInput): Promise<App> {
    return this.call("POST", "/apps", app);
  }

  updateApp(appId: number, patch: AppPatch): Promise<App> {
    return this.call("PATCH", `/apps/${appId}`, patch);
  }

  listFaults(): Promise<Fault[]> {
    return this.call("GET", "/faults");
  }

  setFault(fault: FaultInput): Promise<Fault> {
    return this.call("POST", "/faults", fault);
  }

  clearFault(faultId: string): Promise<unknown> {
    return this.call("DELETE", `/faults/${faultId}`);
  }

  clearFaults(): Promise<unknown> {
    return this.call("DELETE", "/faults");
  }

  readLedger(filter: LedgerFilter = {}): Promise<LedgerEntry[]> {
    return this.call("GET", `/ledger?${toQuery(filter)}`);
  }

  clearLedger(): Promise<unknown> {
    return this.call("DELETE", "/ledger");
  }

  /** What was sent to webhooks, oldest first; waits up to 5 seconds for those under way. */
  readWebhooks(filter: DeliveryFilter = {}): Promise<Delivery[]> {
    return this.call("GET", `/webhooks?${toQuery({ ...filter, settled: 1 })}`);
  }

  /** Nothing is unlinked. Answers when all are sent: one delivery, or `repeat` of them. */
  sendUnlinkWebhook(webhook: UnlinkWebhookInput): Promise<Delivery[]> {
    return this.call("POST", "/webhooks/unlink", webhook);
  }

  /** Nothing happens to the account. Answers as `sendUnlinkWebhook` does. */
  sendAccountStateWebhook(webhook: AccountStateWebhookInput): Promise<Delivery[]> {
    return this.call("POST", "/webhooks/account-state", webhook);
  }

  /** A new signing key; the older of the two published ones is dropped. */
  rotateKeys(): Promise<{ kids: string[] }> {
    return this.call("POST", "/keys/rotate");
  }

  /** Moves the emulator's time, for everybody. 0 is now. */
  setClock(offsetSeconds: number): Promise<{ offsetSeconds: number; now: string }> {
    return this.call("POST", "/clock", { offsetSeconds });
  }

  private async call<Value>(method: string, path: string, body?: unknown): Promise<Value> {
    const response = await fetch(`${this.origin}/_emulator/api${path}`, {
      method,
      headers: this.headers,
      body: method === "POST" || method === "PATCH" ? JSON.stringify(body ?? {}) : undefined,
    });
    const value = await response.json();
    if (!response.ok) throw new KakaoEmulatorError(response.status, value.field, value.message);
    return value;
  }
}

function toQuery(filter: object): URLSearchParams {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}
