// The values the emulator runs with when nothing is configured. The CLI prints them, the
// development script reads them, and a seed file may replace them. None of them is a secret.

export const defaultPort = 4100;

export const defaultApp = {
  appId: 1000001,
  name: "험블벅",
  restApiKey: "e0ab51c2d7f9436a8b1c0e5f72d4a396",
  nativeAppKey: "7d31c8e95fa2460bb6e4d0179c83f52a",
  clientSecret: "Zq7LkV2nXwR9tB4mHs6YcJ1pDf8GaE3u",
  adminKey: "4f7c9e21b08d5a63e1927fd40c6b8a35",
};

/** Somebody else's app: its tokens must not sign anybody in to the first one. */
export const strangerApp = {
  appId: 1000002,
  name: "낯선 서비스",
  restApiKey: "9b3f07d1c25e48a6b7d90c1e3f5a2846",
  clientSecret: "Tn5QwB8rKx2LmV7cHy4ZdPs9GfJ1aEu6",
  adminKey: "a81d5c3e07f2496bb4c8e1d9750f3a62",
};

// Port 3000 is `npm run dev`; the others are for servers that tests start side by side.
const appPorts = [3000, 3001, 3002, 3003, ...Array.from({ length: 10 }, (_, i) => 3100 + i)];

export const defaultRedirectUris = appPorts.map(
  (port) => `http://localhost:${port}/api/auth/callback/kakao`,
);

/** Where /oauth/logout may send the browser: an app's home and its sign-in page. */
export const defaultLogoutRedirectUris = appPorts.flatMap((port) => [
  `http://localhost:${port}/`,
  `http://localhost:${port}/sign-in`,
]);

export const defaultConsentItems = {
  profile_nickname: "required",
  profile_image: "optional",
  account_email: "optional",
} as const;
