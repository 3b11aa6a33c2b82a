// KakaoTalk's own browser, in which many links are opened: how to know it, and the way out of it.
// Called by the silent try, by the trips of an account and by the page of a withdrawal.
import "server-only";
import { siteUrl } from "../http/site";

/** KakaoTalk's own browser says so. @see https://developers.kakao.com/docs/latest/ko/kakaologin */
export function isInKakaoTalk(requestHeaders: Headers): boolean {
  return requestHeaders.get("user-agent")?.includes("KAKAOTALK") ?? false;
}

/**
 * A page of ours as a link that KakaoTalk hands to the phone's own browser. Kakao documents no such
 * scheme, though many services use it: wherever it stands, the plain address must stand as well.
 */
export function externalBrowserUrl(path: string): string {
  return `kakaotalk://web/openExternal?url=${encodeURIComponent(siteUrl(path).href)}`;
}
