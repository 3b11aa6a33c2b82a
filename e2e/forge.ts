// Tokens that only a thief of AUTH_SECRET could make: forged from outside with the test's own secret,
// as the documents describe our tokens, so that each check can be shown to refuse by itself.
import { createHmac, hkdfSync } from "node:crypto";
import { firstInstanceEnvironment } from "./own-app";

export type Parts = {
  /** Changes to the header; `undefined` takes a name away. */
  header?: Record<string, unknown>;
  payload?: Record<string, unknown>;
  /** In place of the right key. */
  key?: Buffer | string;
  hash?: "sha256" | "sha384" | "sha512";
};

const derive = (label: string, bytes: number) =>
  Buffer.from(
    hkdfSync("sha256", firstInstanceEnvironment().AUTH_SECRET ?? "", "humblebug", label, bytes),
  );

export const keyFor = (purpose: string) => derive(purpose, 32);
export const kidFor = (purpose: string) => derive(`${purpose} kid`, 6).toString("base64url");
export const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
export const decode = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString());

export const purposeOf = { web: "web session", native: "native access" } as const;

/** The claims of a real token, changed and signed again. */
export function forge(genuine: string, kind: keyof typeof purposeOf, parts: Parts = {}): string {
  const [header, payload] = genuine.split(".").map((part, at) => (at < 2 ? decode(part) : {}));
  const input = [
    encode({ ...header, ...parts.header }),
    encode({ ...payload, ...parts.payload }),
  ].join(".");
  const key = parts.key ?? keyFor(purposeOf[kind]);
  const mac = createHmac(parts.hash ?? "sha256", key).update(input);
  return `${input}.${mac.digest("base64url")}`;
}
