// The profile taken from Kakao anew without a sign-in: the vault's own use. Called by the form handler
// of /account.
import "server-only";
import { logEvent, logFailure, logRefusal } from "../http/log";
import { AlarmingKakaoError, KakaoError } from "../kakao/errors";
import { fetchKakaoUser } from "../kakao/user";
import { isProfileJustRefreshed, saveRefreshedProfile } from "../users/refresh-profile";
import { withKakaoAccessToken } from "./access-token";

export type ProfileRefresh =
  | "refreshed"
  /** The person has to sign in with Kakao again; they stay signed in here. */
  | "reconnect"
  | "unavailable";

const KAKAO_DEADLINE_MS = 5000;

/** @throws DatabaseUnavailable */
export async function refreshProfile(userId: string, requestId: string): Promise<ProfileRefresh> {
  const fields = { requestId, user: userId };
  try {
    if (await isProfileJustRefreshed(userId)) return "refreshed";
    const person = await withKakaoAccessToken(userId, (accessToken) =>
      fetchKakaoUser(accessToken, AbortSignal.timeout(KAKAO_DEADLINE_MS)),
    );
    if (person === null) return "reconnect";
    if (!(await saveRefreshedProfile(userId, person))) {
      logRefusal("profile.refused", { ...fields, reason: "the token is not of this user" });
      return "reconnect";
    }
    logEvent("profile.refreshed", fields);
    return "refreshed";
  } catch (error) {
    if (!(error instanceof KakaoError)) throw error;
    const isAlarm = error.code === "misconfigured" || error instanceof AlarmingKakaoError;
    if (isAlarm) logFailure("profile.alarm", fields, error);
    else logRefusal("profile.refused", { ...fields, reason: error.reason }, error);
    return error.code === "rejected" || error.code === "under_14" ? "reconnect" : "unavailable";
  }
}
