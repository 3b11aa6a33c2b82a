// An instance whose clock runs ahead: a script that Node.js loads before the app moves Date, and
// nothing in the app knows. The database keeps its own time.
import type { Changes } from "./own-app";

/** For the environment of an instance of a test's own. */
export function clockAhead(seconds: number): Changes {
  const script = `const now=Date.now,Real=Date,ahead=${seconds * 1000};
    globalThis.Date=class extends Real{
      constructor(...given){given.length===0?super(now()+ahead):super(...given)}
      static now(){return now()+ahead}
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}
