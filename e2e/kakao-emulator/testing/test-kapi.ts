// An app's server in miniature, for the tests of kapi: an app that may ask for everything, a
// person's token, and calls with either credential.
import type { App, AppInput, ConsentItemId } from "../world/app-schema";
import { consentItemIds } from "../world/app-schema";
import type { PersonInput } from "../world/person-schema";
import { client, origin } from "./test-emulator";
import { type Params, toSearch } from "./test-visitor";

/** Seeded; with an e-mail, two delivery addresses and all personal details. */
export const haneul = "3956953872";

export const everyItem: NonNullable<AppInput["consentItems"]> = {
  ...Object.fromEntries(consentItemIds.map((id) => [id, "optional"])),
  profile_nickname: "required",
};

/** A business app with Sync and every consent item; the nickname is the required one. */
export function makeApp(changes: Partial<AppInput> = {}): Promise<App> {
  return client.createApp({
    name: "백화점",
    business: true,
    kakaoSync: true,
    oidc: true,
    consentItems: everyItem,
    ...changes,
  });
}

/** Links the person, agreeing to these items, and answers with an access token. */
export async function tokenFor(
  app: App,
  personId: string,
  agreed: ConsentItemId[] = [...consentItemIds],
): Promise<string> {
  const clientId = app.keys[0]?.key;
  const tokens = await client.issueTokens(personId, { clientId, agreed });
  return tokens.access_token;
}

export type Call = {
  token?: string;
  adminKey?: string;
  authorization?: string;
  method?: string;
  query?: Params;
  form?: Params;
  headers?: Record<string, string>;
};

/** `body` is whatever JSON came: tests look into answers of every shape. */
export type Result = {
  status: number;
  text: string;
  body: ReturnType<typeof JSON.parse>;
  headers: Headers;
};

/** GET unless there is a form. */
export async function callApi(path: string, call: Call = {}): Promise<Result> {
  const authorization = call.authorization ?? writeCredentials(call);
  const response = await fetch(`${origin}${path}?${toSearch(call.query ?? {})}`, {
    method: call.method ?? (call.form === undefined ? "GET" : "POST"),
    headers: { ...(authorization !== null && { authorization }), ...call.headers },
    body: call.form === undefined ? undefined : new URLSearchParams(toSearch(call.form)),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text), headers: response.headers };
}

function writeCredentials({ token, adminKey }: Call): string | null {
  if (token !== undefined) return `Bearer ${token}`;
  return adminKey === undefined ? null : `KakaoAK ${adminKey}`;
}

/** What a refusal is compared by. */
export function refusalOf({ status, body }: Result): [number, number, string] {
  return [status, body.code, body.msg];
}

export function target(personId: string): Params {
  return { target_id_type: "user_id", target_id: personId };
}

/** /v2/user/me as an app sees it that may ask for everything. */
export async function readAll(options: {
  person?: PersonInput;
  app?: Partial<AppInput>;
  agreed?: ConsentItemId[];
  call?: Call;
}) {
  const app = await makeApp(options.app);
  const person = await client.createPerson(options.person);
  const token = await tokenFor(app, person.id, options.agreed);
  return {
    app,
    person,
    token,
    me: (await callApi("/v2/user/me", { ...options.call, token })).body,
  };
}
