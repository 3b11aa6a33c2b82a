// Kakao's tokens in the database, opened from outside as docs/token-vault.md describes them, with the
// test's own secrets: whatever does not open breaks I7. Called by the invariants and by the vault's
// specs.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

export type SealedRow = {
  userId: string;
  accessToken: string | null;
  refreshToken: string | null;
  kid: string;
};

export const FIND_SEALED_ROWS = `
  SELECT "userId", "accessToken", "refreshToken", "kid" FROM "KakaoToken"`;

const PURPOSE = "kakao token";

/** As lib/keys.ts does. */
export function derive(secret: string, label: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "humblebug", label, bytes));
}

/** AUTH_SECRET first, then the earlier ones. */
export function secretsIn(environment: Record<string, string | undefined>): string[] {
  const names = ["AUTH_SECRET", "AUTH_SECRET_1", "AUTH_SECRET_2", "AUTH_SECRET_3"];
  return names.map((name) => environment[name] ?? "").filter(Boolean);
}

/** The id of the key that this secret seals with. */
export function vaultKidOf(secret: string): string {
  return derive(secret, `${PURPOSE} kid`, 6).toString("base64url");
}

/** @throws when it does not open with any of these secrets, for this row's person and column */
export function openSealed(
  row: SealedRow,
  field: "accessToken" | "refreshToken",
  secrets: string[],
): string | null {
  const sealed = row[field];
  if (sealed === null) return null;
  const [kid, iv = "", text = "", ...rest] = sealed.split(".");
  const secret = secrets.find((candidate) => vaultKidOf(candidate) === kid);
  if (secret === undefined || kid !== row.kid || rest.length > 0)
    throw new Error("sealed with no key of ours, or with another than its row says");
  const vector = Buffer.from(iv, "base64url");
  if (vector.length !== 12) throw new Error("not a vector of 96 bits");
  const bytes = Buffer.from(text, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", derive(secret, PURPOSE, 32), vector, {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(`${row.userId} ${field}`));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString();
}

/** As the app seals: for a table full of rows that nobody has to sign in for. */
export function sealFor(userId: string, field: string, secret: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", derive(secret, PURPOSE, 32), iv);
  cipher.setAAD(Buffer.from(`${userId} ${field}`));
  const bytes = [cipher.update(`${field} of ${userId}`), cipher.final(), cipher.getAuthTag()];
  const text = Buffer.concat(bytes).toString("base64url");
  return [vaultKidOf(secret), iv.toString("base64url"), text].join(".");
}

/** How many of the rows hold something that these secrets do not open (I7). */
export function countUnopenable(rows: SealedRow[], secrets: string[]): number {
  return rows.filter((row) => {
    try {
      openSealed(row, "accessToken", secrets);
      openSealed(row, "refreshToken", secrets);
      return false;
    } catch {
      return true;
    }
  }).length;
}
