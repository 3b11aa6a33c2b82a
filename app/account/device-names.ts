// What each device is called in the list. Called by device-list.tsx.
import type { Device } from "#lib/session/devices";

type Named = Pick<Device, "browser" | "system">;

/** "Chrome · Android"; of several alike the second is "Chrome · Android (2)", so that each is unique. */
export function nameDevices(devices: Named[], unknown: string): string[] {
  const counts = new Map<string, number>();
  return devices.map(({ browser, system }) => {
    const name = joinName([browser, system]) || unknown;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** What is known of the parts, in their order; empty when nothing is. */
export function joinName(parts: Array<string | null>): string {
  return parts.filter(Boolean).join(" · ");
}
