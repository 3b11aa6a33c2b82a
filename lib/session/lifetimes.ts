// How long sessions live (DEC-3). Read by the tokens, the rows and the cookie.

/** Seven days without a visit end a browser's session. */
export const IDLE_SECONDS = 7 * 24 * 60 * 60;
/** Thirty days end it whatever happens. */
export const ABSOLUTE_SECONDS = 30 * 24 * 60 * 60;
/** A visit is written down at most once an hour, so that reading a session rarely writes. */
export const SEEN_INTERVAL_SECONDS = 60 * 60;

/** An app's access token. The session's row is asked at every use, so ending it needs no waiting. */
export const ACCESS_TOKEN_SECONDS = 30 * 60;
/** Thirty days without a refresh end an app's session. */
export const NATIVE_IDLE_SECONDS = 30 * 24 * 60 * 60;
/** Ninety days end it whatever happens. */
export const NATIVE_ABSOLUTE_SECONDS = 90 * 24 * 60 * 60;
/** So long may the previous refresh token come again: its answer was lost, or two came at once. */
export const REFRESH_GRACE_SECONDS = 10;

/** A trip to Kakao: longer than its cookie lives, so that a used one is known while it could return. */
export const FLOW_REMEMBERED_SECONDS = 15 * 60;
/** An app's id_token: nobody accepts one of more than a few minutes, whatever end of its own it names. */
export const ID_TOKEN_REMEMBERED_SECONDS = 24 * 60 * 60;
