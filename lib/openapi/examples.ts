// One body of each kind, recognizable as an example. Called by document.ts and the page for
// developers.
import type { Body, BodyName } from "./schemas";

const user = {
  id: "00000000-0000-4000-8000-000000000000",
  nickname: "하늘",
  image: "https://example.com/picture.jpg",
  email: null,
};

export const examples: { [Name in BodyName]: Body<Name> } = {
  IdTokenRequest: { id_token: "ID_TOKEN_FROM_KAKAO", nonce: "NONCE_GIVEN_TO_KAKAO" },
  RefreshTokenRequest: { refresh_token: "REFRESH_TOKEN" },
  User: user,
  Tokens: {
    message: "SUCCESS",
    access_token: "ACCESS_TOKEN",
    token_type: "Bearer",
    expires_in: 1800,
    refresh_token: "REFRESH_TOKEN",
    user,
  },
  Revoked: { message: "SUCCESS" },
  Me: { user },
  Error: { message: "INVALID_TOKEN", requestId: "01234567-89ab" },
  Live: { status: "live" },
  Ready: { status: "ready" },
  NotReady: { status: "not ready" },
};

export function exampleOfRefusal(code: string): Body<"Error"> {
  return { ...examples.Error, message: code };
}
