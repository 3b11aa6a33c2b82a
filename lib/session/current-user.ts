// Who is asking: the session cookie in, our user out. Called by pages and handlers.
import "server-only";

/** The signed-in person, as pages may see them. */
export type CurrentUser = {
  id: string;
  nickname: string | null;
  image: string | null;
  email: string | null;
  refreshedAt: Date;
  /** Row id of this browser's session; not a secret. */
  sessionId: string;
  /** Goes into every form that changes something; bound to this session. */
  csrfToken: string;
};

export async function currentUser(): Promise<CurrentUser | null> {
  return null;
}

/** Redirects to /sign-in when nobody is signed in, and comes back to `returnTo` afterwards. */
export async function requireUser(_returnTo: string): Promise<CurrentUser> {
  throw new Error("not built");
}
