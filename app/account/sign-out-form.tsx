// The form that ends this browser's session. Called by home and by the account page.
import type { ReactNode } from "react";

export function SignOutForm({ csrfToken, children }: { csrfToken: string; children: ReactNode }) {
  return (
    <form action="/api/auth/signout" method="post">
      <input type="hidden" name="csrfToken" value={csrfToken} />
      {children}
    </form>
  );
}
