// What the API does and what each refusal asks for, in English. The page for developers shows it,
// and the OpenAPI document has its descriptions from here. Called by en.ts and lib/openapi.
import type { ApiText } from "#lib/text/api-ko";

export const apiEn = {
  link: "API for developers",
  title: "API",
  headline: "Your app signs in with Kakao’s own SDK. We take it from there.",
  intro:
    "A mobile app or a page of this site hands us the token it got from Kakao. We ask Kakao whose it is, and answer with tokens of our own.",
  document: "OpenAPI 3.1 document",
  flow: "The flow in four steps",
  step1: "Sign the person in with Kakao’s SDK. You now hold Kakao’s access token, or an id_token.",
  step2: "Send it to {exchange}. Keep both tokens of the answer in the system’s secure storage.",
  step3: "Send our access token with every request: {header}",
  step4:
    "On a 401, call {refresh} once and repeat the request. Only when that says 401 as well is the session over.",
  contents: "Calls",
  request: "Request",
  answer: "Answer",
  refusals: "When it says no",
  common: "Refusals that many calls have",
  answerHeaders: "Headers of answers",
  errorShape:
    "Every refusal is this JSON. Decide by status and message, show the person a sentence of your own, and quote requestId when you ask us.",
  temporary:
    "429 and 503 pass by themselves: wait as long as Retry-After says and keep the session.",
  tags: {
    native: "Sign-in of native apps",
    session: "Who is signed in",
    health: "Health, for load balancers",
  },
  calls: {
    exchangeKakaoToken: {
      summary: "Exchange a Kakao token for a session",
      description:
        "Send the Kakao access token in Authorization, bare or after “Bearer ”, without a body. Or leave Authorization out and send an id_token with the nonce that was given to Kakao’s SDK. Never both.",
    },
    refreshTokens: {
      summary: "Get the next pair of tokens",
      description:
        "Each refresh token is good for one time and makes the one before it worthless. If an answer is lost, the same request within ten seconds gets the same refresh token again; after that it counts as stolen and ends the session. Let one refresh run at a time.",
    },
    revokeTokens: {
      summary: "Sign out",
      description:
        "Ends the session of this refresh token at once, on every server. Says SUCCESS also when it was over already.",
    },
    readMe: {
      summary: "Ask who is signed in",
      description:
        "With our access token, or with the session cookie of a browser. When there is an Authorization header, the cookie is not looked at.",
    },
    readLive: { summary: "Is the process alive?", description: "200 as long as it answers." },
    readReady: {
      summary: "Can people sign in here?",
      description: "200 when Kakao’s keys are set and the database answers, else 503.",
    },
  },
  fields: {
    message: "SUCCESS, or the code of a refusal.",
    requestId: "The same as X-Request-Id; quote it when you ask us.",
    access_token: "Ours, not Kakao’s. Do not look inside.",
    token_type: "Always Bearer.",
    expires_in: "How many seconds the access token is good for.",
    refresh_token: "For one refresh, or for signing out. Keep only the newest.",
    user: "Who has signed in.",
    id: "Ours, not Kakao’s; never changes.",
    nickname: "As it was at Kakao at the last sign-in.",
    image: "Address of the profile picture.",
    email: "Only if Kakao calls it valid and verified. Never take it for who somebody is.",
    id_token: "As Kakao’s SDK gave it. Good for one time.",
    nonce: "The one that was given to Kakao’s SDK, new for each sign-in.",
    status: "For machines.",
  },
  headers: {
    requestId: "The name of this answer in our log.",
    noStore: "Always private, no-store.",
    retryAfter: "Seconds to wait before the same request again.",
    allow: "The method that is served here.",
    authenticate: "Bearer, when an access token was sent and does not hold.",
  },
  schemes: {
    kakaoBearer: "An access token of Kakao’s, from Kakao’s SDK, of this service’s own Kakao app.",
    kakaoBare: "The same Kakao access token without “Bearer ” before it.",
    accessToken: "Our access token, from POST /api/token.",
    session: "The session cookie of a browser that signed in on this site.",
  },
  codes: {
    INVALID_TOKEN: {
      when: "There is no token, something that is no token, or two of them.",
      todo: "Repair the request: an access token in Authorization, or id_token and nonce as JSON.",
    },
    KEY_ERROR: {
      when: "Kakao’s answer about the token lacks a usable id.",
      todo: "Let the person sign in at Kakao again; if it stays so, tell us the requestId.",
    },
    WRONG_APP: {
      when: "The token belongs to another Kakao app.",
      todo: "Start Kakao’s SDK with the app key of this service.",
    },
    INVALID_ID_TOKEN: {
      when: "The id_token does not hold: signature, audience, nonce or time; or it was used before.",
      todo: "Let the person sign in at Kakao again, with a new nonce.",
    },
    UNDER_14: {
      when: "Kakao asks for a guardian’s consent.",
      todo: "Tell the person so; another try changes nothing.",
    },
    FORBIDDEN_ORIGIN: {
      when: "A browser says that the request comes from another site.",
      todo: "Call from the app, from your server, or from a page of this site.",
    },
    NOT_FOUND_IN_KAKAO: {
      when: "Kakao does not know the token, it is over, or the person has left the app.",
      todo: "Let the person sign in at Kakao again.",
    },
    METHOD_NOT_ALLOWED: {
      when: "Another method than this call’s.",
      todo: "Use the one in Allow.",
    },
    PAYLOAD_TOO_LARGE: {
      when: "The body is larger than 8 KB.",
      todo: "Send only the fields that are described here.",
    },
    UNSUPPORTED_MEDIA_TYPE: {
      when: "There is a body that is not JSON.",
      todo: "Send Content-Type: application/json.",
    },
    RATE_LIMITED: {
      when: "Too many requests with this token or session, or too many refused ones from this address.",
      todo: "Wait as long as Retry-After says; keep the session.",
    },
    KAKAO_UNAVAILABLE: {
      when: "Kakao does not answer, or not usefully.",
      todo: "Wait as long as Retry-After says and send the same again; sessions live on.",
    },
    UNAVAILABLE: {
      when: "Our database does not answer.",
      todo: "Wait as long as Retry-After says and send the same again; keep the session.",
    },
    INTERNAL: {
      when: "We made a mistake.",
      todo: "Try again later, and tell us the requestId.",
    },
    UNAUTHENTICATED: {
      when: "No access token or cookie of a living session.",
      todo: "Refresh once and repeat; if the refresh is refused with 401, sign in again.",
    },
    notARefreshToken: {
      when: "The body is not a JSON object with refresh_token and nothing else.",
      todo: "Repair the request.",
    },
    sessionOver: {
      when: "The refresh token is unknown, over, or was used before.",
      todo: "Delete both tokens and let the person sign in again.",
    },
    nothingToEnd: {
      when: "The refresh token is not one of ours.",
      todo: "Delete both tokens; there is nothing left to end.",
    },
  },
} satisfies ApiText;
