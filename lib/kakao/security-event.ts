// Kakao's account-state webhook: a security event token, verified and read. Called by lib/webhooks.
// Kakao's id_tokens have the same issuer, keys and audience; what tells the two apart is the type
// in the header, the events, and the nonce that only an id_token has (WH-12).
import "server-only";
import {
  compactVerify,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from "jose";
import { z } from "zod";
import { env } from "../env";
import { KakaoError } from "./errors";
import { findSigningKey } from "./signing-keys";

/** @see https://www.iana.org/assignments/secevent/secevent.xhtml */
export type EventRefusal =
  | "invalid_request"
  | "invalid_key"
  | "invalid_issuer"
  | "invalid_audience";

/** `reason` is ours: never what the token held. */
export class EventRefused extends Error {
  constructor(
    readonly code: EventRefusal,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`security event refused: ${reason}`, options);
    this.name = "EventRefused";
  }
}

export type SecurityEvent = {
  kakaoId: string;
  jti: string;
  /** When Kakao made the token. */
  issuedAt: Date;
  /** When it happened, as far as Kakao says. */
  at: Date;
  /** What happened, by URI, each with what Kakao says of it. */
  events: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
};

const CLOCK_SKEW_SECONDS = 60;
/** No time in seconds is as high before the year 5138, and none in milliseconds as low since 1973. */
const HIGHEST_SECONDS = 100_000_000_000;

const member = z.string().regex(/^[1-9]\d{0,18}$/);
const subject = z.looseObject({ iss: z.string().optional(), sub: member });
// No `exp` is asked for, and one that is there changes nothing: what has happened has happened. A
// repetition is known by its jti, and one that comes late by `iat` (WH-11, WH-14).
const claims = z.object({
  jti: z.string().min(1).max(500),
  iat: z.number().positive().lt(HIGHEST_SECONDS),
  toe: z.number().positive().optional(),
  sub: member.optional(),
  nonce: z.undefined().optional(),
  at_hash: z.undefined().optional(),
  events: z
    .record(z.string().max(500), z.looseObject({ subject: subject.optional() }))
    .refine((events) => Object.keys(events).length > 0),
});
type Claims = z.infer<typeof claims>;

/**
 * @throws EventRefused when anything does not hold
 * @throws KakaoError "unavailable" without Kakao's keys: not the token's fault
 * @see https://www.rfc-editor.org/rfc/rfc8417#section-2.2
 */
export async function readSecurityEvent(jws: string, signal: AbortSignal): Promise<SecurityEvent> {
  const { header, payload } = decode(jws);
  checkHeader(header);
  // Before Kakao's keys: what is not even meant for us leads to no request.
  checkMeantForUs(payload);
  await verifySignature(jws, signal);
  const checked = claims.safeParse(payload);
  if (!checked.success)
    throw refused(`claim ${String(checked.error.issues[0]?.path[0] ?? "unknown")}`);
  const { jti, iat, toe, events } = checked.data;
  if (iat > Date.now() / 1000 + CLOCK_SKEW_SECONDS) throw refused("claim iat");
  return {
    ...{ kakaoId: readSubject(checked.data), jti, issuedAt: new Date(iat * 1000) },
    ...{ at: readTime(toe, iat), events: new Map(Object.entries(events)) },
  };
}

function decode(jws: string): { header: ProtectedHeaderParameters; payload: JWTPayload } {
  try {
    return { header: decodeProtectedHeader(jws), payload: decodeJwt(jws) };
  } catch (cause) {
    throw new EventRefused("invalid_request", "no compact JWS", { cause });
  }
}

function checkHeader({ typ, alg, crit }: ProtectedHeaderParameters): void {
  const type = String(typ)
    .toLowerCase()
    .replace(/^application\//, "");
  if (type !== "secevent+jwt") throw refused("typ");
  if (alg !== "RS256") throw new EventRefused("invalid_key", "alg");
  if (crit !== undefined) throw new EventRefused("invalid_key", "crit");
}

/** Kakao's texts leave open whether the audience is the app's key or its number. */
function checkMeantForUs({ iss, aud }: JWTPayload): void {
  const { authUrl, restApiKey, appId } = env().kakao;
  if (iss !== authUrl) throw new EventRefused("invalid_issuer", "iss");
  const ours = [restApiKey, appId].filter((name) => name !== null);
  if (![aud].flat().some((one) => ours.some((name) => name === one)))
    throw new EventRefused("invalid_audience", "aud");
}

async function verifySignature(jws: string, signal: AbortSignal): Promise<void> {
  try {
    await compactVerify(jws, findSigningKey(signal), { algorithms: ["RS256"] });
  } catch (cause) {
    if (cause instanceof KakaoError && cause.code !== "rejected") throw cause;
    throw new EventRefused("invalid_key", "signature", { cause });
  }
}

/** Said at the top, in each event, or in both: everywhere the same. */
function readSubject({ sub, events }: Claims): string {
  const subjects = Object.values(events).flatMap((event) => event.subject ?? []);
  const isOthers = subjects.some(({ iss }) => iss !== undefined && iss !== env().kakao.authUrl);
  const [kakaoId, ...others] = new Set([sub ?? [], subjects.map((one) => one.sub)].flat());
  if (kakaoId === undefined || others.length > 0 || isOthers) throw refused("subject");
  return kakaoId;
}

/** `toe` has no unit in Kakao's texts. A time after the token itself cannot be right. */
function readTime(toe: number | undefined, iat: number): Date {
  const seconds = toe !== undefined && toe >= HIGHEST_SECONDS ? toe / 1000 : (toe ?? iat);
  return new Date(Math.min(seconds, iat) * 1000);
}

function refused(what: string): EventRefused {
  return new EventRefused("invalid_request", what);
}
