// What a person of Kakao's is called where their id may not stand: in the journal of withdrawals
// and in the log. Called by the user store and by whoever writes events of people without a user.
import "server-only";
import { createHmac, type KeyObject } from "node:crypto";
import { keyRing } from "../keys";

/** The name that is written down now: a keyed hash, so that nobody can try all Kakao ids (WD-8). */
export function personHashOf(kakaoId: string): string {
  return hash(keyRing("person").current.key, kakaoId);
}

/** All names that this person may have been given, under earlier secrets too. */
export function personHashesOf(kakaoId: string): string[] {
  return keyRing("person").keys.map(({ key }) => hash(key, kakaoId));
}

function hash(key: KeyObject, kakaoId: string): string {
  return createHmac("sha256", key).update(kakaoId).digest("hex");
}
