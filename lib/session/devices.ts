// The browsers a person is signed in on. Called by the account page.
import "server-only";

export type Device = {
  /** Session row id; what the sign-out form posts back. */
  id: string;
  browser: string | null;
  system: string | null;
  signedInAt: Date;
  lastSeenAt: Date;
  isCurrent: boolean;
};

export async function listDevices(_userId: string, _currentSessionId: string): Promise<Device[]> {
  return [];
}
