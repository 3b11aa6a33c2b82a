// The browsers a person is signed in on. Called by the account page and its forms.
import "server-only";
import { query } from "../db";
import { orUnavailable } from "../http/unavailable";
import { IDLE_SECONDS } from "./lifetimes";

export type Device = {
  /** Session row id; what the sign-out form posts back. */
  id: string;
  browser: string | null;
  system: string | null;
  signedInAt: Date;
  lastSeenAt: Date;
  isCurrent: boolean;
};

const MOST_SHOWN = 100;

/** This browser first, then the most recently seen; goes to /unavailable without a database. */
export async function listDevices(userId: string, currentSessionId: string): Promise<Device[]> {
  const now = Date.now();
  const sessions = await orUnavailable(
    query((db) =>
      db.session.findMany({
        where: {
          userId,
          expiresAt: { gt: new Date(now) },
          lastSeenAt: { gt: new Date(now - IDLE_SECONDS * 1000) },
        },
        orderBy: { lastSeenAt: "desc" },
        take: MOST_SHOWN,
      }),
    ),
  );
  const devices = sessions.map(({ id, browser, system, createdAt, lastSeenAt }) => ({
    id,
    browser,
    system,
    signedInAt: createdAt,
    lastSeenAt: id === currentSessionId ? new Date(now) : lastSeenAt,
    isCurrent: id === currentSessionId,
  }));
  return devices.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}
