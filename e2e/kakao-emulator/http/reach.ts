// Who may reach the emulator, and by what name: this machine by default. Checked by server.ts for
// every request, before anything is read.
import type { IncomingMessage } from "node:http";

export type Reach = {
  /** Where it listens; anything but loopback has to be asked for. */
  host: string;
  /** Names, beside this machine's own, that may stand in `Host`. */
  allowedHosts: string[];
  /** The address a proxy in front is reached by; `null`: the one a caller used. */
  publicOrigin: string | null;
  /** Opens the control API and the panel once strangers can reach the emulator. */
  controlToken: string | null;
};

/** The port may be any; a name that a stranger's DNS points here (DNS rebinding) is not loopback. */
export function isLoopbackHost(hostHeader: string | undefined): boolean {
  const name = nameOf(hostHeader);
  return (
    name === "localhost" ||
    name === "127.0.0.1" ||
    name === "[::1]" ||
    (name?.endsWith(".localhost") ?? false)
  );
}

export function isAllowedHost(reach: Reach, hostHeader: string | undefined): boolean {
  if (isLoopbackHost(hostHeader)) return true;
  const name = nameOf(hostHeader);
  const known = reach.allowedHosts.map((host) => host.toLowerCase());
  if (reach.publicOrigin !== null) known.push(new URL(reach.publicOrigin).hostname);
  return name !== undefined && known.includes(name);
}

function nameOf(hostHeader: string | undefined): string | undefined {
  const pattern = /^(\[[0-9a-f:]+\]|[a-z0-9._-]+)(:\d+)?$/i;
  return pattern.exec(hostHeader ?? "")?.[1]?.toLowerCase();
}

/** Beyond loopback, also through a proxy, people and faults are nobody's but who has the token. */
export function mayControl(reach: Reach, { headers }: IncomingMessage): boolean {
  const isLocal = isLoopbackHost(reach.host) || reach.host === "::1";
  if (isLocal && reach.publicOrigin === null) return true;
  const { controlToken } = reach;
  return controlToken !== null && readControlToken(headers.authorization ?? "") === controlToken;
}

/** As a Bearer token, or, for a browser that asks, as the password of any name. */
function readControlToken(authorization: string): string | null {
  const [, scheme = "", value = ""] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme === "") return null;
  return Buffer.from(value, "base64").toString("utf8").split(":").slice(1).join(":");
}
