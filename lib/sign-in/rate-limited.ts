// A person who has tried too often gets the sentence for it, and the button again later.
// Called by actions.ts.
import "server-only";
import { RateLimited } from "../http/rate-limits";
import { seeOther } from "../http/redirect";
import { requestIdOf } from "../http/request-id";

type Handle = (request: Request) => Promise<Response>;

/** The limit itself was logged where it was found. */
export function answerRateLimited(handle: Handle): Handle {
  return async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      const query = new URLSearchParams({
        error: "rate_limited",
        ref: requestIdOf(request.headers),
      });
      return seeOther(`/sign-in?${query}`);
    }
  };
}
