// The faults that are set, and which of them strike a request. A fault is scoped to a person or
// an app, so that tests which run side by side never disturb each other.
import { randomUUID } from "node:crypto";
import type { Subject } from "../http/answer";
import type { EndpointId } from "../rules/endpoints";
import { checkInput } from "../world/input-error";
import { type Fault, type FaultEffects, faultSchema } from "./fault-schema";

export class FaultStore {
  private faults: Fault[] = [];

  list(): Fault[] {
    return [...this.faults];
  }

  clear(): void {
    this.faults = [];
  }

  dump(): Fault[] {
    return this.faults;
  }

  load(faults: Fault[]): void {
    this.faults = faults;
  }

  add(input: unknown): Fault {
    const fault = { ...checkInput(faultSchema, input), id: randomUUID() };
    this.faults.push(fault);
    return fault;
  }

  remove(id: string): boolean {
    const before = this.faults.length;
    this.faults = this.faults.filter((fault) => fault.id !== id);
    return this.faults.length < before;
  }

  /** All faults that fit, merged (a later one wins); counts down those with `times`. */
  strike(endpoint: EndpointId, subject: Subject): FaultEffects {
    const struck = this.faults.filter((fault) => fits(fault, endpoint, subject));
    for (const fault of struck) {
      if (fault.times === undefined) continue;
      fault.times -= 1;
      if (fault.times === 0) this.remove(fault.id);
    }
    return Object.assign({}, ...struck);
  }
}

function fits(fault: Fault, endpoint: EndpointId, subject: Subject): boolean {
  if (fault.endpoint !== endpoint) return false;
  if (fault.personId !== undefined && fault.personId !== subject.personId) return false;
  return fault.clientId === undefined || fault.clientId === subject.clientId;
}

/** Whether the real handler must not run, because the whole answer is replaced. */
export function replacesAnswer(fault: FaultEffects): boolean {
  const { status, body, kakaoCode, redirectTo, hang, drop } = fault;
  return (
    [status, body, kakaoCode, redirectTo].some((value) => value !== undefined) ||
    hang === true ||
    drop === true
  );
}
