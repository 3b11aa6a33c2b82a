// The shape of a row of the endpoints table.
import type { Confidence } from "./rule";
import type { SourceId } from "./sources";

export type Endpoint = {
  host: "kauth" | "kapi";
  path: string;
  methods: readonly ("GET" | "POST")[];
  /** Who may call: a browser, an app's server with its client secret, a person's token, … */
  caller: "browser" | "client" | "token" | "token or admin key" | "admin key" | "anybody";
  what: { en: string; ko: string };
  source: SourceId;
  confidence: Confidence;
  /** What of this endpoint's parameters or answers is not known and was chosen, or is missing. */
  unknown?: { en: string; ko: string };
};
