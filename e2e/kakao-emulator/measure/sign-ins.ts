// How many whole sign-ins a second the emulator takes without a browser. The emulator runs in a
// process of its own, this one signs people in. Called by measure.ts.
import { createHash, randomBytes } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import { KakaoEmulatorClient } from "../client";
import { defaultApp, defaultRedirectUris } from "../defaults";

const rounds = 5;
export const signInsPerRound = 1_000;
const atOnce = 16;
const redirectUri = defaultRedirectUris[0] ?? "";
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

type Reply = { status: number; location: string; cookie: string; body: string };

type Sent = { form?: Record<string, string>; headers?: Record<string, string> };

function send(origin: string, path: string, { form, headers = {} }: Sent): Promise<Reply> {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const contentType = { "content-type": "application/x-www-form-urlencoded" };
  const options = {
    agent,
    method: body === undefined ? "GET" : "POST",
    headers: { ...headers, ...(body !== undefined && contentType) },
  };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, origin), options, (response) => {
      readReply(response).then(resolve, reject);
    });
    sent.on("error", reject).end(body);
  });
}

async function readReply(response: IncomingMessage): Promise<Reply> {
  let body = "";
  for await (const chunk of response.setEncoding("utf8")) body += chunk;
  return {
    status: response.statusCode ?? 0,
    location: response.headers.location ?? "",
    cookie: response.headers["set-cookie"]?.[0]?.split(";")[0] ?? "",
    body,
  };
}

/** A first sign-in as a browser and an app make it: five requests, PKCE, nonce, ID token. */
async function signIn(origin: string, loginId: string): Promise<void> {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: defaultApp.restApiKey,
    redirect_uri: redirectUri,
    state: randomBytes(16).toString("base64url"),
    nonce: randomBytes(16).toString("base64url"),
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const transactionOf = ({ location }: Reply) =>
    new URL(location, origin).searchParams.get("transaction") ?? "";
  const asked = await send(origin, `/oauth/authorize?${query}`, {});
  const signedIn = await send(origin, "/_emulator/sign-in", {
    form: { transaction: transactionOf(asked), loginId },
  });
  const agreed = await send(origin, "/_emulator/consent", {
    form: { transaction: transactionOf(signedIn), decision: "agree" },
    headers: { cookie: signedIn.cookie },
  });
  const tokens = await send(origin, "/oauth/token", {
    form: {
      grant_type: "authorization_code",
      client_id: defaultApp.restApiKey,
      client_secret: defaultApp.clientSecret,
      redirect_uri: redirectUri,
      code: new URL(agreed.location).searchParams.get("code") ?? "",
      code_verifier: verifier,
    },
  });
  const { access_token, id_token } = JSON.parse(tokens.body);
  const me = await send(origin, "/v2/user/me", {
    headers: { authorization: `Bearer ${access_token}` },
  });
  if (me.status !== 200 || !id_token) throw new Error(`a sign-in ended with ${me.body}`);
}

async function measureRound(origin: string, round: number): Promise<number> {
  const client = new KakaoEmulatorClient(origin);
  const names = Array.from({ length: signInsPerRound }, (_, i) => `round-${round}-${i}`);
  for (const loginId of names) await client.createPerson({ loginId });
  const waiting = [...names];
  const startedAt = performance.now();
  const work = async () => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      await signIn(origin, name);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return signInsPerRound / ((performance.now() - startedAt) / 1000);
}

/** Sign-ins a second, a number a round. */
export async function measureSignIns(origin: string): Promise<number[]> {
  const results: number[] = [];
  for (let round = 1; round <= rounds; round++) results.push(await measureRound(origin, round));
  agent.destroy();
  return results;
}
