// The browsers and apps a person is signed in on. Called by the account page and its forms.
import "server-only";
import { query } from "../db";
import { orUnavailable } from "../http/unavailable";
import { IDLE_SECONDS, NATIVE_IDLE_SECONDS } from "./lifetimes";

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
  const rows = await orUnavailable(listRows(userId));
  const devices = rows.map((row) => {
    const isCurrent = row.id === currentSessionId;
    // A visit is written down once an hour, and this one is now.
    return { ...row, isCurrent, lastSeenAt: isCurrent ? new Date() : row.lastSeenAt };
  });
  return devices.sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/** Browsers and apps in one statement, each by its own index and bounded before they are mixed. */
function listRows(userId: string) {
  return query(
    (db) => db.$queryRaw<Array<Omit<Device, "isCurrent">>>`
      (SELECT "id", 'browser' AS "kind", "browser", NULL AS "app", "system",
              "createdAt" AS "signedInAt", "lastSeenAt"
       FROM "Session" WHERE "userId" = ${userId}::uuid AND "expiresAt" > now()
         AND "lastSeenAt" > now() - ${IDLE_SECONDS} * interval '1 second'
       ORDER BY "lastSeenAt" DESC LIMIT ${MOST_SHOWN})
      UNION ALL
      (SELECT "id"::text, 'app', NULL, "app", "system", "createdAt", "lastUsedAt"
       FROM "NativeSession" WHERE "userId" = ${userId}::uuid AND "expiresAt" > now()
         AND "lastUsedAt" > now() - ${NATIVE_IDLE_SECONDS} * interval '1 second'
       ORDER BY "lastUsedAt" DESC LIMIT ${MOST_SHOWN})
      ORDER BY "lastSeenAt" DESC LIMIT ${MOST_SHOWN}`,
  );
}
