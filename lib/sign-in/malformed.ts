// A callback query that no Kakao sends gets 400 and, like every refusal, leaves the address bar.
// Called by actions.ts.
import "server-only";
import { malformedPage } from "../http/error-page";
import { logRefusal } from "../http/log";
import { requestIdOf } from "../http/request-id";
import { MalformedAnswer } from "./kakao-answer";

type Handle = (request: Request) => Promise<Response>;

export function answerMalformed(handle: Handle): Handle {
  return async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      if (!(error instanceof MalformedAnswer)) throw error;
      const requestId = requestIdOf(request.headers);
      logRefusal("sign_in.refused", { requestId, code: "unknown", reason: error.message });
      const next = `/sign-in?${new URLSearchParams({ error: "unknown", ref: requestId })}`;
      return malformedPage(request, next);
    }
  };
}
