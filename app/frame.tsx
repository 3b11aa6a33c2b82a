// The two bands of a screen that says one thing: what it says, and what one can do.
// Called by every such page. Nothing here reads the request.
import type { ReactNode } from "react";

/** One column; on a phone `actions` stand within the thumb's reach. */
export function Screen({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <main className="screen">
      <div className="content">{children}</div>
      <div className="actions">{actions}</div>
    </main>
  );
}
