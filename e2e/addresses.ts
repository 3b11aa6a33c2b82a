// Where the servers under test are; scripts/e2e/start-servers.ts starts them and says so.

function requireVariable(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: the tests run through playwright.config.ts.`);
}

/** The first instance, which is also the canonical address of both. */
export const baseUrl = () => requireVariable("E2E_BASE_URL");
export const secondUrl = () => requireVariable("E2E_SECOND_URL");
export const kakaoUrl = () => requireVariable("E2E_KAKAO_URL");
/** PostgreSQL of both instances: only for the proxy that a database fault stands in. */
export const databaseUrl = () => requireVariable("E2E_DATABASE_URL");

export const callbackPath = "/api/auth/callback/kakao";
