// What Kakao gives the app in confidence never reaches a browser or another app: every byte that the
// app serves is searched for it (TV-17).
import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { baseUrl, callbackPath } from "./addresses";
import { readAppRoutes } from "./app-routes";
import { expect, test } from "./fixtures";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import { exchange, kakaoTokenOf, postJson, tokensIn } from "./native-steps";
import { firstInstanceEnvironment } from "./own-app";
import { finishSignIn, reachCallback, readMe } from "./sign-in-steps";
import { type Answer, ownForm, Visitor } from "./visitor";

const root = fileURLToPath(new URL("..", import.meta.url));

function listFiles(folder: string): string[] {
  const entries = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      path.relative(path.join(root, folder), path.join(parentPath, name)),
    );
}

const listRoutes = () => [...readAppRoutes(), ...listFiles("public").map((file) => `/${file}`)];

/** Built files, and the source maps that should not be beside them. */
function listBuiltFiles(): string[] {
  const files = listFiles(".next/static").map((file) => `/_next/static/${file}`);
  return files.flatMap((file) => (/\.(js|css)$/.test(file) ? [file, `${file}.map`] : [file]));
}

const asPage: Record<string, string> = {};
const asComponents = { rsc: "1" };
const asPrefetch = { rsc: "1", "next-router-prefetch": "1" };

const wholeOf = ({ status, headers, body }: Answer) =>
  `${status} ${JSON.stringify(headers)} ${body}`;

/** Also what hides in a JWT or in Base64. */
function withDecoded(text: string): string {
  const words = text.match(/[A-Za-z0-9_+/-]{16,}={0,2}/g) ?? [];
  return [text, ...words.map((word) => Buffer.from(word, "base64").toString("latin1"))].join("\n");
}

async function serveEverything(visitor: Visitor): Promise<string[]> {
  const served: string[] = [];
  const keep = async (address: string, headers: Record<string, string>, method = "GET") =>
    served.push(wholeOf(await visitor.send(`${baseUrl()}${address}`, { headers, method })));
  for (const route of listRoutes())
    await Promise.all([
      ...[asPage, asComponents, asPrefetch].map((headers) => keep(route, headers)),
      keep(route, ownForm(), "PUT"),
    ]);
  await Promise.all(listBuiltFiles().map((file) => keep(file, {})));
  return served;
}

/** All that the token endpoint said about this person, and the secrets that the app knows it by. */
async function readConfidences(kakao: KakaoEmulatorClient, personId: string): Promise<string[]> {
  const asked = await kakao.readLedger({ path: "/oauth/token", personId });
  const tokens = asked.flatMap(({ answer }) => {
    const { access_token, refresh_token, id_token } = JSON.parse(answer ?? "{}");
    // Any part of the id_token: its claims, its signature.
    return [access_token, refresh_token, ...String(id_token).split(".").slice(1)];
  });
  const { AUTH_SECRET, AUTH_KAKAO_SECRET, KAKAO_ADMIN_KEY } = firstInstanceEnvironment();
  return [...tokens, AUTH_SECRET, AUTH_KAKAO_SECRET, KAKAO_ADMIN_KEY].map(String);
}

test("no token, secret or key of Kakao's is in any page, component data, file, cookie or answer (TV-17, ST-8)", async ({
  kakao,
  person,
  setFault,
}) => {
  const visitor = new Visitor();
  const clear = await setFault({ endpoint: "user_me", status: 500, body: "{}" });
  const refused = await finishSignIn(visitor, await reachCallback(visitor, person));
  await clear();
  const arrived = await finishSignIn(visitor, await reachCallback(visitor, person));
  expect(await readMe(visitor)).not.toBeNull();
  const kakaoToken = await kakaoTokenOf(kakao, person);
  const exchanged = await exchange(kakaoToken);
  const refreshed = await postJson("/api/token/refresh", {
    refresh_token: tokensIn(exchanged).refresh_token,
  });
  const late = await visitor.send(`${baseUrl()}${callbackPath}?code=x&state=x`);
  const served = [refused, arrived, exchanged, refreshed, late].map(wholeOf);
  served.push(...(await serveEverything(visitor)), ...visitor.cookies().values());

  const text = withDecoded(served.join("\n"));
  expect(text, "the search sees private pages").toContain(person.nickname);
  expect(text, "and into tokens").toContain('"typ":"access+jwt"');
  const confidences = [...(await readConfidences(kakao, person.id)), kakaoToken];
  expect(confidences.length).toBeGreaterThan(10);
  for (const secret of confidences) {
    expect(secret.length).toBeGreaterThan(15);
    expect(text.includes(secret), `${secret.slice(0, 4)}… is served`).toBe(false);
  }
  const maps = listBuiltFiles().filter((file) => file.endsWith(".map"));
  const found = await Promise.all(maps.map((file) => visitor.send(`${baseUrl()}${file}`)));
  expect(found.map(({ status }) => status)).toEqual(maps.map(() => 404));
});
