// Ends sessions: this browser's, another device's or an app's, all of them. Called by the form
// handlers.
import "server-only";
import { readSessionClaims } from "./claims";
import { isFormTokenOf } from "./form-token";
import { endNativeSessionOf } from "./native-rows";
import { endAllSessions, endSession, findLiveSession, sessionIdOf } from "./rows";

const NATIVE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A browser that has shown that the form was made for its own session. */
export type FormSession = { userId: string; sessionId: string };

/**
 * @param csrfToken the hidden field of the form
 * @returns "none" without a usable session cookie, "refused" when the form is not of this session
 */
export function readFormSession(
  cookieHeader: string | null,
  csrfToken: unknown,
): FormSession | "none" | "refused" {
  const claims = readSessionClaims(cookieHeader);
  if (!claims) return "none";
  if (!isFormTokenOf(claims.sessionSecret, csrfToken)) return "refused";
  return { userId: claims.userId, sessionId: sessionIdOf(claims.sessionSecret) };
}

/** @throws DatabaseUnavailable: a sign-out that is not certain is not reported as one */
export async function signOutHere(session: FormSession): Promise<void> {
  await endSession(session, "signed_out");
}

/** A session that has ended itself may not end others: a copied old cookie has no such power. */
export async function isLiveSession({ userId, sessionId }: FormSession): Promise<boolean> {
  return (await findLiveSession(sessionId, userId)) !== null;
}

/** @throws DatabaseUnavailable */
export async function signOutEverywhere({ userId }: FormSession): Promise<void> {
  await endAllSessions(userId, "signed_out_everywhere");
}

/** @returns false when this person has no such device; whose it is instead stays unsaid (ST-13) */
export async function signOutDevice(
  { userId, sessionId }: FormSession,
  deviceId: string,
): Promise<boolean> {
  // A browser's row is named by a hash, an app's by a UUID: no id is both.
  if (NATIVE_ID.test(deviceId)) return endNativeSessionOf(userId, deviceId);
  const kind = deviceId === sessionId ? "signed_out" : "signed_out_device";
  return endSession({ userId, sessionId: deviceId }, kind);
}
