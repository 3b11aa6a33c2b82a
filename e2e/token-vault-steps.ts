// Two instances with the token vault on, their own database and their own Kakao. Called by the
// vault's specs.
import { type Changes, newSecret, type OwnApp } from "./own-app";
import { type Guest, type OwnSite, startOwnSite } from "./own-site";
import { FIND_SEALED_ROWS, openSealed, type SealedRow } from "./sealed-tokens";
import type { Answer } from "./visitor";

export type VaultSite = Pick<OwnSite, "kakao" | "database" | "start" | "stop"> & {
  secret: string;
  first: OwnApp;
  second: OwnApp;
};

export async function startVaultSite(): Promise<VaultSite> {
  const site = await startOwnSite();
  const secret = newSecret();
  const start = (changes: Changes = {}) =>
    site.start({ AUTH_SECRET: secret, KAKAO_TOKEN_VAULT: "on", ...changes });
  const [first, second] = await Promise.all([start(), start()]);
  return { ...site, secret, first, second, start };
}

/** The row of this person, as it stands in the database. */
export async function readSealed({ database }: VaultSite, guest: Guest): Promise<SealedRow | null> {
  const rows = await database.rows<SealedRow>(FIND_SEALED_ROWS);
  return rows.find(({ userId }) => userId === guest.userId) ?? null;
}

/** The same row, opened. */
export async function readTokens(site: VaultSite, guest: Guest, secrets = [site.secret]) {
  const row = await readSealed(site, guest);
  if (row === null) return null;
  const [access, refresh] = (["accessToken", "refreshToken"] as const).map((field) =>
    openSealed(row, field, secrets),
  );
  return { access, refresh };
}

/** What Kakao gave this person at the token endpoint, oldest first. */
export async function readGiven({ kakao }: VaultSite, { person }: Guest) {
  const entries = await kakao.client.readLedger({ path: "/oauth/token", personId: person.id });
  return entries.map(({ answer, body }) => ({ ...JSON.parse(answer || "{}"), body }));
}

export async function countRefreshes(site: VaultSite, guest: Guest): Promise<number> {
  const given = await readGiven(site, guest);
  return given.filter(({ body }) => body.grant_type === "refresh_token").length;
}

/** As if so much time had passed that the profile is old, and with `access` the access token over. */
export async function age(
  { database }: VaultSite,
  { userId }: Guest,
  { access = false } = {},
): Promise<void> {
  await database.rows(
    `UPDATE "User" SET "refreshedAt" = now() - interval '1 hour' WHERE "id" = $1`,
    [userId],
  );
  if (!access) return;
  await database.rows(`UPDATE "KakaoToken" SET "accessExpiresAt" = now() WHERE "userId" = $1`, [
    userId,
  ]);
}

/** The hidden field of the form on /account. */
export async function readFormToken({ visitor }: Guest, app: OwnApp): Promise<string> {
  const { body } = await visitor.send(`${app.url}/api/auth/csrf`);
  return JSON.parse(body).csrfToken;
}

/** Presses the button on /account. @returns what /account is told to say */
export async function refreshProfile(guest: Guest, app: OwnApp): Promise<string | null> {
  return outcomeOf(await postRefresh(guest, app, await readFormToken(guest, app)));
}

export function postRefresh({ visitor }: Guest, app: OwnApp, csrfToken: string): Promise<Answer> {
  return visitor.post(`${app.url}/account/profile/refresh`, { csrfToken });
}

export function outcomeOf({ status, location }: Answer): string | null {
  return status === 303 && location?.pathname === "/account"
    ? location.searchParams.get("profile")
    : `${status} ${location?.pathname}`;
}
