// The bands every screen is made of: the way home on top, what the page says, what one can do.
// Called by every page. Nothing here reads the request, so error.tsx may use it too.
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

/** A screen that says one thing and offers one way on: not found, unavailable, crashed. */
export function MessageScreen(props: {
  mark: ReactNode;
  headline: string;
  detail?: ReactNode;
  action: ReactNode;
}) {
  return (
    <Screen actions={props.action}>
      {props.mark}
      <h1 className="headline">{props.headline}</h1>
      {props.detail}
    </Screen>
  );
}
