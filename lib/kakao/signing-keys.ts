// Kakao's public keys, cached. Called by id-token.ts.
// Kakao may block whoever asks too often, and keys rotate: both are met here (TV-10, K17, K18).
import "server-only";
import {
  createLocalJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWK,
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

type KnownKey = { key: JWK; seenAt: number };
type KeySet = {
  find: ReturnType<typeof createLocalJWKSet>;
  fetchedAt: number;
  /** Of this answer, and of earlier ones whose hour is not over. */
  known: KnownKey[];
};

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
    const newerKeys = () => (header.kid ? renewForUnknownKey(keys, signal) : null);
    const key =
      (await tryFind(keys.find, header, token)) ??
      (await tryFind((await newerKeys())?.find, header, token)) ??
      (await tryFind(knownBefore(), header, token));
    if (key) return key;
    throw new KakaoError("rejected", "the id_token names a key that Kakao does not publish");
  };
}

async function tryFind(
  find: KeySet["find"] | undefined,
  header: JWSHeaderParameters,
  token: FlattenedJWSInput,
) {
  try {
    return (await find?.(header, token)) ?? null;
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null;
    throw error;
  }
}

/**
 * After a rotation many come with the new key at once: the first one asks, and the others wait for
 * the same answer, or find it there already (K16).
 *
 * @returns null while it is too early to ask again
 */
async function renewForUnknownKey(seen: KeySet, signal: AbortSignal): Promise<KeySet | null> {
  if (pending) return pending;
  if (cached && cached !== seen) return cached;
  if (Date.now() - lastForcedAt < FORCED_COOLDOWN_MS) return null;
  lastForcedAt = Date.now();
  return renew(signal);
}

/** An answer that names other keys only takes none away before its time (K18). */
function knownBefore(): KeySet["find"] {
  return createLocalJWKSet({ keys: stillKnown().map(({ key }) => key) });
}

function stillKnown(): KnownKey[] {
  return (cached?.known ?? []).filter(({ seenAt }) => Date.now() - seenAt < FRESH_MS);
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
  const fetchedAt = Date.now();
  const fetched = keys.map((key) => ({ key, seenAt: fetchedAt }));
  const isNamedAgain = ({ key }: KnownKey) => keys.some(({ kid }) => kid === key.kid);
  const earlier = stillKnown().filter((known) => !isNamedAgain(known));
  return { find: createLocalJWKSet({ keys }), fetchedAt, known: [...fetched, ...earlier] };
}
