// What was sent to the apps' webhooks, or waits to be, and what came of it. Written by outbox.ts,
// read through the control API and the panel.
import type { Json } from "../http/raw-json";
import type { WebhookKind } from "../rules/webhooks";

/** A request that is ready to be sent. */
export type Message = {
  kind: WebhookKind;
  /** The referrer type of an unlink webhook; the event of an account-state webhook. */
  event: string;
  appId: number;
  personId: string;
  /** Asked for through the control API, not caused by a happening. */
  byHand: boolean;
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | null;
  /** Of a security event token, as far as they can be read. */
  claims: Json;
};

/** `unreachable`: no HTTP answer, whatever the reason; `error` says it. */
export type Outcome = "delivered" | "refused" | "redirected" | "timed out" | "unreachable";

export type Delivery = Message & {
  /** Counts up, in the order in which things happened. */
  id: number;
  /** Wall-clock time, untouched by the emulator's own clock; `null` while it waits its turn. */
  sentAt: string | null;
  /** `null` until an answer has come. */
  status: number | null;
  /** `null` while it is under way. */
  outcome: Outcome | null;
  error: string | null;
  durationMs: number | null;
  /** How the answer's body began. */
  answer: string | null;
};

export type DeliveryFilter = { appId?: number; personId?: string; since?: number };

const maxDeliveries = 2_000;
/** Longer bodies are sent whole and remembered in part. */
const maxBodyLength = 20_000;

export class DeliveryLog {
  private deliveries: Delivery[] = [];
  private lastId = 0;

  clear(): void {
    this.deliveries = [];
  }

  open(message: Message): Delivery {
    this.lastId += 1;
    const body = message.body?.slice(0, maxBodyLength) ?? null;
    const delivery: Delivery = {
      ...message,
      ...{ id: this.lastId, body, sentAt: null, status: null, outcome: null },
      ...{ error: null, durationMs: null, answer: null },
    };
    this.deliveries.push(delivery);
    if (this.deliveries.length > maxDeliveries) this.deliveries.shift();
    return delivery;
  }

  read(filter: DeliveryFilter = {}): Delivery[] {
    return this.deliveries.filter((delivery) => fits(delivery, filter));
  }
}

export function fits(delivery: Delivery, { appId, personId, since = 0 }: DeliveryFilter): boolean {
  return (
    delivery.id > since &&
    (appId === undefined || delivery.appId === appId) &&
    (personId === undefined || delivery.personId === personId)
  );
}
