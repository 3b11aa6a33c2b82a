// Kakao's public keys, cached. Called by id-token.ts.
// Kakao may block whoever asks too often, and keys rotate: both are met here (TV-10, K17, K18).
import "server-only";
import {
  createLocalJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
  type JWTVerifyGetKey,
} from "jose";
import { z } from "zod";
import { env } from "../env";
import { KakaoError } from "./errors";
import { fetchKakao } from "./http";
import { readAnswer } from "./json";

const FRESH_MS = 60 * 60 * 1000;
const USABLE_MS = 24 * 60 * 60 * 1000;
const FORCED_COOLDOWN_MS = 60 * 1000;
const RETRY_COOLDOWN_MS = 5 * 1000;

type KeySet = { find: ReturnType<typeof createLocalJWKSet>; fetchedAt: number };

const rsaKey = z.object({ kty: z.literal("RSA"), n: z.string(), e: z.string() }).loose();
// A key of another kind beside them is not ours to use, and no reason to refuse the others.
const keysAnswer = z.object({
  keys: z
    .array(rsaKey.nullable().catch(null))
    .transform((keys) => keys.filter((key) => key !== null))
    .pipe(z.array(rsaKey).min(1)),
});

let cached: KeySet | null = null;
let pending: Promise<KeySet> | null = null;
let lastForcedAt = Number.NEGATIVE_INFINITY;
let lastFailedAt = Number.NEGATIVE_INFINITY;

/**
 * Finds the key that a token's header names. An unknown `kid` leads to one new request,
 * at most once a minute.
 *
 * @throws KakaoError "unavailable" when there are no keys, "rejected" when none fits
 */
export function findSigningKey(signal: AbortSignal): JWTVerifyGetKey {
  return async (header, token) => {
    const keys = await currentKeys(signal);
    const key = await tryFind(keys, header, token);
    if (key) return key;
    if (!header.kid || Date.now() - lastForcedAt < FORCED_COOLDOWN_MS) throw noSuchKey();
    lastForcedAt = Date.now();
    const renewedKey = await tryFind(await renew(signal), header, token);
    if (!renewedKey) throw noSuchKey();
    return renewedKey;
  };
}

async function tryFind(keys: KeySet, header: JWSHeaderParameters, token: FlattenedJWSInput) {
  try {
    return await keys.find(header, token);
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    throw error;
  }
}

function noSuchKey(): KakaoError {
  return new KakaoError("rejected", "the id_token names a key that Kakao does not publish");
}

/** An old set serves on while Kakao does not answer, for a day. */
async function currentKeys(signal: AbortSignal): Promise<KeySet> {
  const age = cached ? Date.now() - cached.fetchedAt : Number.POSITIVE_INFINITY;
  if (cached && age < FRESH_MS) return cached;
  const usable = age < USABLE_MS ? cached : null;
  if (usable && Date.now() - lastFailedAt < RETRY_COOLDOWN_MS) return usable;
  try {
    return await renew(signal);
  } catch (error) {
    if (usable) return usable;
    throw error;
  }
}

/** Many sign-ins at once share one request. */
function renew(signal: AbortSignal): Promise<KeySet> {
  pending ??= fetchKeys(signal)
    .then((keys) => {
      cached = keys;
      return keys;
    })
    .catch((error) => {
      lastFailedAt = Date.now();
      throw error;
    })
    .finally(() => {
      pending = null;
    });
  return pending;
}

async function fetchKeys(signal: AbortSignal): Promise<KeySet> {
  const url = new URL("/.well-known/jwks.json", env().kakao.authUrl);
  const { status, body } = await fetchKakao(url, { signal });
  if (status !== 200) throw new KakaoError("unavailable", `no signing keys (status ${status})`);
  const { keys } = readAnswer(body, keysAnswer, "the list of signing keys");
  return { find: createLocalJWKSet({ keys }), fetchedAt: Date.now() };
}
