// How long a web session lives (DEC-3). Read by the token, the rows and the cookie.

/** Seven days without a visit end a session. */
export const IDLE_SECONDS = 7 * 24 * 60 * 60;
/** Thirty days end it whatever happens. */
export const ABSOLUTE_SECONDS = 30 * 24 * 60 * 60;
/** A visit is written down at most once an hour, so that reading a session rarely writes. */
export const SEEN_INTERVAL_SECONDS = 60 * 60;
