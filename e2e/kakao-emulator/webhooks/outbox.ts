// Sends webhooks and keeps the log of them. What happens to one person in one app is sent one
// after another, so that it arrives in order; by hand, everything goes out when it is asked for.
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { type Delivery, type DeliveryFilter, DeliveryLog, fits, type Message } from "./deliveries";
import { exchange } from "./exchange";

export class Outbox {
  private readonly log = new DeliveryLog();
  private readonly underWay = new Map<Delivery, Promise<void>>();
  private readonly lanes = new Map<string, Promise<void>>();
  private abandoned = makeController();

  /** Forgets everything, and gives up what is still under way. */
  clear(): void {
    this.abandoned.abort();
    this.abandoned = makeController();
    this.lanes.clear();
    this.log.clear();
  }

  /** Gives up what is under way and waits until it is over. */
  async close(): Promise<void> {
    this.clear();
    await Promise.all(this.underWay.values());
  }

  read(filter: DeliveryFilter = {}): Delivery[] {
    return this.log.read(filter);
  }

  /** Waits for the deliveries that fit, also for those that join them, but not for ever. */
  async settle(filter: DeliveryFilter, timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    const timedOut = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve()),
    );
    while (!signal.aborted) {
      const fitting = [...this.underWay].filter(([delivery]) => fits(delivery, filter));
      if (fitting.length === 0) return;
      await Promise.race([timedOut, Promise.all(fitting.map(([, done]) => done))]);
    }
  }

  /** After what was sent before about this person to this app. */
  sendInOrder(message: Message): void {
    const delivery = this.log.open(message);
    const lane = `${message.kind} ${message.appId} ${message.personId}`;
    const before = this.lanes.get(lane) ?? Promise.resolve();
    const { signal } = this.abandoned;
    const done = this.track(
      delivery,
      before.then(() => deliver(delivery, message, signal)),
    );
    this.lanes.set(lane, done);
    void done.then(() => {
      if (this.lanes.get(lane) === done) this.lanes.delete(lane);
    });
  }

  /** At once or after a delay, whatever else is under way; resolves when it is over. */
  async sendNow(message: Message, delayMs: number): Promise<Delivery> {
    const delivery = this.log.open(message);
    const { signal } = this.abandoned;
    // Cut short when abandoned; `deliver` then writes it down.
    const waited = sleep(delayMs, undefined, { ref: false, signal }).catch(() => {});
    await this.track(
      delivery,
      waited.then(() => deliver(delivery, message, signal)),
    );
    return delivery;
  }

  private track(delivery: Delivery, sending: Promise<void>): Promise<void> {
    const done = sending.finally(() => this.underWay.delete(delivery));
    this.underWay.set(delivery, done);
    return done;
  }
}

/** Every delivery under way listens to it: Node would warn of the eleventh. */
function makeController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

async function deliver(delivery: Delivery, message: Message, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    delivery.outcome = "unreachable";
    delivery.error = "the emulator was reset or closed";
    return;
  }
  const startMs = Date.now();
  delivery.sentAt = new Date(startMs).toISOString();
  const result = await exchange(message, signal);
  Object.assign(delivery, result, { durationMs: Date.now() - startMs });
}
