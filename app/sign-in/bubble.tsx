// A few words that point at the Kakao button. Called by home and by the sign-in page.
import type { ReactNode } from "react";

export function Bubble({ children }: { children: ReactNode }) {
  return <p className="bubble">{children}</p>;
}
