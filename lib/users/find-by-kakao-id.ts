// What we know of a person of Kakao's, if anything. Called by lib/jobs.
import "server-only";
import { query } from "../db";

export async function hasUser(kakaoId: string): Promise<boolean> {
  return (await findUserByKakaoId(kakaoId)) !== null;
}

export type KnownUser = { id: string; saves: number; connectedAt: Date | null };

/** @returns null when nobody has this Kakao id. @throws DatabaseUnavailable */
export async function findUserByKakaoId(kakaoId: string): Promise<KnownUser | null> {
  return query((db) =>
    db.user.findUnique({
      where: { kakaoId },
      select: { id: true, saves: true, connectedAt: true },
    }),
  );
}
