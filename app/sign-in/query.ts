// What may stand behind /sign-in? — every value comes from outside. Called by the sign-in page.
import { readReturnTo } from "#lib/sign-in/return-to";
import { readSignInError, type SignInErrorCode } from "#lib/text/sign-in-error";

export type SignInQuery = {
  returnTo: string;
  error: SignInErrorCode | null;
  /** The id of the request that failed, for a person to quote; not a secret. */
  reference: string | null;
  /** What Kakao sends back after a sign-out of the Kakao account; null when it came twice. */
  state: string | null;
};

type Query = Record<string, string | string[] | undefined>;

export function readSignInQuery(query: Query): SignInQuery {
  return {
    returnTo: readReturnTo(takeFirst(query.returnTo)),
    error: readSignInError(takeFirst(query.error)),
    reference: readReference(takeFirst(query.ref)),
    state: typeof query.state === "string" ? query.state : null,
  };
}

function takeFirst(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Only what looks like an id of ours: nobody else may put words on the page. */
function readReference(value: string | undefined): string | null {
  return value !== undefined && /^[A-Za-z0-9-]{8,40}$/.test(value) ? value : null;
}
