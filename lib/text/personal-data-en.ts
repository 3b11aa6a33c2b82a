// What is kept about people in English: a name, a word for each column, why, and until when. The table
// is lib/users/personal-data.ts, which also has the lengths in {braces}. Called through privacy-en.ts.
import type { cookiesKo, personalDataKo } from "#lib/text/personal-data-ko";

export const personalDataEn: typeof personalDataKo = {
  account: {
    title: "Your account",
    why: "To know who you are and greet you by name. What you did not agree to is not taken.",
    until: "until you delete your account or disconnect it at Kakao",
    columns: {
      id: "member number",
      kakaoId: "Kakao member number",
      nickname: "nickname",
      image: "address of the profile image",
      email: "verified e-mail",
      createdAt: "time of joining",
      refreshedAt: "time of the last update from Kakao",
      connectedAt: "time of the link with Kakao",
      consents: "state of consents",
      blockedAt: "time at which Kakao closed the account",
      stateAt: "time of the last change of state",
      saves: "number of updates from Kakao",
    },
  },
  browsers: {
    title: "Signed-in browsers",
    why: "To keep you signed in, and to show you where you are.",
    until:
      "until you sign out or delete your account; at the longest {idle} after the last visit and {longest} after the sign-in",
    columns: {
      id: "hash of the session",
      userId: "member number",
      flowId: "hash of the attempt to sign in",
      createdAt: "time of sign-in",
      lastSeenAt: "time of the last visit",
      expiresAt: "time it ends",
      browser: "name of the browser",
      system: "name of the system",
      reauthenticatedAt: "time of the last fresh proof",
    },
  },
  apps: {
    title: "Signed-in apps",
    why: "To keep an app signed in, and to notice a stolen token.",
    until:
      "until you sign out or delete your account; at the longest {idle} after the last use and {longest} after the sign-in",
    columns: {
      id: "session number",
      userId: "member number",
      generation: "number of token changes",
      refreshHash: "hash of the refresh token",
      rotatedAt: "time of the last token change",
      createdAt: "time of sign-in",
      lastUsedAt: "time of the last use",
      expiresAt: "time it ends",
      app: "name of the app",
      system: "name of the system",
    },
  },
  activity: {
    title: "Activity",
    why: "So that you can see a sign-in that was not yours.",
    until: "{longest}, or until you delete your account before that",
    columns: {
      id: "number of the line",
      userId: "member number",
      kind: "what happened",
      at: "time",
      browser: "name of the browser",
      app: "name of the app",
      system: "name of the system",
    },
  },
  kakaoTokens: {
    title: "Kakao’s tokens (only where the service has switched this on)",
    why: "To take your details from Kakao anew.",
    until: "until both are over, which Kakao sets, or you delete your account",
    columns: {
      userId: "member number",
      accessToken: "encrypted access token",
      accessExpiresAt: "time the access token ends",
      refreshToken: "encrypted refresh token",
      refreshExpiresAt: "time the refresh token ends",
      scope: "what they cover",
      kid: "name of the key that encrypts them",
      leasedUntil: "a mark while they are refreshed",
      savedAt: "time received",
    },
  },
  errands: {
    title: "What Kakao is still to be told or asked",
    why: "So that what must follow, such as cutting the link after you leave, is not forgotten.",
    until: "until it is done; of whoever has no account, {longest} at the longest",
    columns: {
      kind: "kind of work",
      key: "name of the work",
      kakaoId: "Kakao member number",
      details: "details",
      dueAt: "time it is due",
      createdAt: "time it was noted",
    },
  },
  journal: {
    title: "Deleted accounts",
    why: "So that a restored backup brings nobody back. It names nobody.",
    until: "{longest}",
    columns: {
      id: "former member number",
      reason: "how the account ended",
      withdrawnAt: "time of leaving",
      unlinkedAt: "time the link with Kakao was cut",
    },
  },
  journalNames: {
    title: "The former link of somebody who left",
    why: "So that a sign-in at that very moment does not bring the account back.",
    until: "{unlinked} after the link is cut; where it cannot be cut, {longest} after leaving",
    columns: {
      personHash: "keyed hash of the Kakao member number",
      connectedAt: "time of the former link",
    },
  },
  attempts: {
    title: "Counts of attempts",
    why: "To stop guessing and floods.",
    until: "{longest} at the longest",
    columns: {
      key: "member number, session number, or a hash of a network address or token",
      points: "number of attempts",
      expire: "time it ends",
    },
  },
  trips: {
    title: "Trips to Kakao",
    why: "So that one answer of Kakao’s is not used twice.",
    until: "{longest}",
    columns: { id: "hash of the attempt to sign in", outcome: "result", expiresAt: "time it ends" },
  },
  usedTokens: {
    title: "ID tokens that an app has used",
    why: "So that a stolen one is not used again.",
    until: "until the token’s own end, {longest} at the longest",
    columns: { id: "hash of the token", expiresAt: "time it ends" },
  },
  events: {
    title: "Messages from Kakao",
    why: "So that one message is not acted on twice.",
    until: "{longest}",
    columns: { id: "hash of the message", receivedAt: "time received" },
  },
};

export const cookiesEn: typeof cookiesKo = {
  session: "That you are signed in. At most {period}",
  flow: "That a sign-in is under way. {period}",
  kakaoSignOut: "That you are signing out of your Kakao account. {period}",
  cookieCheck: "Whether this browser keeps cookies. {period}",
  signedInBefore: "That somebody has signed in on this device. {period}",
  silentTry: "That KakaoTalk should not sign you in by itself again. At most {period}",
  locale: "The language you chose. {period}",
};
