// Leaving over HTTP. Called by the specs of withdrawal.
import { baseUrl } from "./addresses";
import type { OwnDatabase } from "./own-database";
import { type Guest, type OwnSite, signInAt } from "./own-site";
import { readCsrfToken } from "./sign-in-steps";
import type { Answer, Visitor } from "./visitor";

type Rows = Pick<OwnDatabase, "rows">;

/** As if this person had just come back from Kakao's own page, on every device. */
export async function proveAnew({ rows }: Rows, userId: string, ago = "0 s"): Promise<void> {
  await rows(
    `UPDATE "Session" SET "reauthenticatedAt" = now() - $2::interval WHERE "userId" = $1::uuid`,
    [userId, ago],
  );
}

type Leave = { at?: string; confirm?: string; csrfToken?: string };

export async function pressWithdraw(visitor: Visitor, options: Leave = {}): Promise<Answer> {
  const { at = baseUrl(), confirm = "yes" } = options;
  const csrfToken = options.csrfToken ?? (await readCsrfToken(visitor, at));
  return visitor.post(`${at}/account/withdraw/confirm`, { csrfToken, confirm });
}

/** Somebody new. Of a machine that is busy with a test of load they ask more than once. */
export async function signInPatiently(site: OwnSite, app: { url: string }): Promise<Guest> {
  const person = await site.kakao.client.createPerson();
  for (let tries = 1; ; tries += 1) {
    try {
      return await signInAt(site, app, person);
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}
