// Times and durations as the panel writes them: short, and of the machine's own time zone.
import type { PanelText } from "./text";

const pad = (value: number, length = 2) => String(value).padStart(length, "0");

/** `14:03:09.120` */
export function describeClockTime(iso: string): string {
  const date = new Date(iso);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part));
  return `${parts.join(":")}.${pad(date.getMilliseconds(), 3)}`;
}

/** `2026-03-14 14:03:09` */
export function describeTime(ms: number): string {
  const date = new Date(ms);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  return `${day} ${describeClockTime(date.toISOString()).slice(0, 8)}`;
}

/** The two largest units: `59 d 23 h`. */
export function describeDuration({ units }: PanelText, seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), units.days],
    [Math.floor(seconds / 3_600) % 24, units.hours],
    [Math.floor(seconds / 60) % 60, units.minutes],
    [Math.floor(seconds) % 60, units.seconds],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  const shown = parts.slice(first < 0 ? -1 : first).slice(0, 2);
  return shown
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join(" ");
}

/** How long until this time of the emulator's clock. */
export function describeTimeLeft(text: PanelText, untilMs: number, nowMs: number): string {
  const seconds = (untilMs - nowMs) / 1000;
  return seconds <= 0 ? text.ended : `${describeDuration(text, seconds)} ${text.left}`;
}
