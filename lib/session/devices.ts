// The browsers and apps a person is signed in on. Called by the account page and its forms.
import "server-only";
import { query } from "../db";
import { orUnavailable } from "../http/unavailable";
import { IDLE_SECONDS } from "./lifetimes";
import { listNativeSessions } from "./native-rows";

export type Device = {
  /** Session row id; what the sign-out form posts back. */
  id: string;
  kind: "browser" | "app";
  browser: string | null;
  app: string | null;
  system: string | null;
  signedInAt: Date;
  lastSeenAt: Date;
  isCurrent: boolean;
};

const MOST_SHOWN = 100;

/** This browser first, then the most recently seen; goes to /unavailable without a database. */
export async function listDevices(userId: string, currentSessionId: string): Promise<Device[]> {
  const [browsers, apps] = await orUnavailable(
    Promise.all([listBrowsers(userId, currentSessionId), listApps(userId)]),
  );
  const devices = [...browsers, ...apps];
  devices.sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
  return devices.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent)).slice(0, MOST_SHOWN);
}

async function listBrowsers(userId: string, currentSessionId: string): Promise<Device[]> {
  const now = Date.now();
  const sessions = await query((db) =>
    db.session.findMany({
      where: {
        userId,
        expiresAt: { gt: new Date(now) },
        lastSeenAt: { gt: new Date(now - IDLE_SECONDS * 1000) },
      },
      orderBy: { lastSeenAt: "desc" },
      take: MOST_SHOWN,
    }),
  );
  return sessions.map(({ id, browser, system, createdAt, lastSeenAt }) => ({
    id,
    kind: "browser",
    browser,
    app: null,
    system,
    signedInAt: createdAt,
    lastSeenAt: id === currentSessionId ? new Date(now) : lastSeenAt,
    isCurrent: id === currentSessionId,
  }));
}

async function listApps(userId: string): Promise<Device[]> {
  const sessions = await listNativeSessions(userId, MOST_SHOWN);
  return sessions.map(({ id, app, system, createdAt, lastUsedAt }) => ({
    id,
    kind: "app",
    browser: null,
    app,
    system,
    signedInAt: createdAt,
    lastSeenAt: lastUsedAt,
    isCurrent: false,
  }));
}
