// Two instances with the token vault on, their own database and their own Kakao. Called by the
// vault's specs.
import { expect } from "./fixtures";
import type { KakaoEmulator } from "./kakao-emulator/server";
import type { Person } from "./kakao-emulator/world/person-schema";
import { type Changes, newSecret, type OwnApp, startApp } from "./own-app";
import { createOwnDatabase, type OwnDatabase } from "./own-database";
import { environmentWith, startOwnKakao } from "./own-kakao";
import { FIND_SEALED_ROWS, openSealed, type SealedRow } from "./sealed-tokens";
import { finishSignIn, reachCallback } from "./sign-in-steps";
import { type Answer, Visitor } from "./visitor";

export type Guest = { visitor: Visitor; person: Person; userId: string };

export type VaultSite = {
  kakao: KakaoEmulator;
  database: OwnDatabase;
  secret: string;
  first: OwnApp;
  second: OwnApp;
  /** One more instance, on the same database. */
  start: (changes?: Changes) => Promise<OwnApp>;
  stop: () => Promise<void>;
};

export async function startVaultSite(): Promise<VaultSite> {
  const [kakao, database] = await Promise.all([startOwnKakao(), createOwnDatabase()]);
  const secret = newSecret();
  const apps: OwnApp[] = [];
  const start = async (changes: Changes = {}) => {
    const own = { AUTH_SECRET: secret, DATABASE_URL: database.url, KAKAO_TOKEN_VAULT: "on" };
    const app = await startApp(environmentWith(kakao.origin, { ...own, ...changes }));
    apps.push(app);
    return app;
  };
  const [first, second] = await Promise.all([start(), start()]);
  const stop = async () => {
    for (const app of apps) await app.stop();
    await Promise.all([kakao.close(), database.drop()]);
  };
  return { kakao, database, secret, first, second, start, stop };
}

/** A sign-in like any other, at this instance. */
export async function signInAt(
  { kakao, database }: Pick<VaultSite, "kakao" | "database">,
  app: Pick<OwnApp, "url">,
  known?: Person,
): Promise<Guest> {
  const person = known ?? (await kakao.client.createPerson());
  const visitor = new Visitor();
  const where = { at: app.url, kakaoAt: kakao.origin };
  const callback = await reachCallback(visitor, person, where);
  const answer = await finishSignIn(visitor, callback, { at: app.url });
  expect(answer.location?.search, "no error in the address").toBe("");
  const [user] = await database.rows<{ id: string }>(
    `SELECT "id" FROM "User" WHERE "kakaoId" = $1`,
    [person.id],
  );
  return { visitor, person, userId: user?.id ?? "" };
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
