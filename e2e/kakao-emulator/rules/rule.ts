// The shape of a row of the rules table. Used by the four tables in this folder.
import type { SourceId } from "./sources";

/**
 * How sure a row is. `doc`: Kakao's documents (`doc-old` an older edition, `doc-int` the partner
 * edition). `sdk`: source of an official SDK. `3rd`: reports by others; `3rd-doc`: a copy of
 * Kakao's documents. `guess`: never seen, our choice.
 */
export type Confidence = "doc" | "doc-old" | "doc-int" | "sdk" | "3rd" | "3rd-doc" | "guess";

export type Rule = {
  /** Kakao's code; for an error that goes back to the app, its OAuth error. */
  code: string | number;
  status: number;
  error: string | null;
  /** `{name}` is filled in from the request. */
  description: string | null;
  answersAs: "page" | "callback" | "token" | "kapi";
  when: { en: string; ko: string };
  source: SourceId;
  confidence: Confidence;
  /** What of this row is not known about Kakao and was chosen here. */
  unknown?: string;
  /** The emulator never meets this by itself; a fault asks for it. */
  onlyAsFault?: true;
  /** kapi only: names the scheme in `WWW-Authenticate`. */
  challenge?: "Bearer" | "KakaoAK";
};
