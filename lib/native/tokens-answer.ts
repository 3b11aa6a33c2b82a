// The answer that holds tokens of ours. Called by exchange.ts and refresh.ts.
import "server-only";
import type { z } from "zod";
import { NO_STORE } from "../http/errors";
import type { NativeTokens } from "../session/native-tokens";
import type { tokensBody } from "./api-schemas";

/** Never cached, and without a cookie: an app keeps its tokens itself (NX-7). */
export function answerTokens(tokens: NativeTokens): Response {
  const { user, accessToken, expiresInSeconds, refreshToken } = tokens;
  const body: z.infer<typeof tokensBody> = {
    message: "SUCCESS",
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: expiresInSeconds,
    refresh_token: refreshToken,
    user,
  };
  return Response.json(body, { headers: NO_STORE });
}
