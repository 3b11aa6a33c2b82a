// The beetle on a page, and the beetle with the name beside it. Called by pages and frame.tsx.
// Its colours come from globals.css, so it follows light and dark.
import { drawing } from "./drawing";

/** Only to look at: the name stands beside it wherever it matters. */
export function Mark({ size }: { size: "small" | "large" }) {
  return (
    <svg className={`mark mark-${size}`} viewBox={drawing.viewBox} aria-hidden="true">
      <path className="mark-line mark-legs" d={drawing.legs} />
      <path className="mark-shell" d={drawing.shell} />
      <path className="mark-ink" d={drawing.head} />
      <path className="mark-line" d={drawing.antennae} />
      <path className="mark-paper" d={drawing.eyes} />
    </svg>
  );
}
