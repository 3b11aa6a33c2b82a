// The values the emulator runs with when nothing is configured. The CLI prints them, the
// development script reads them, and a seed file may replace them. None of them is a secret.

export const defaultPort = 4100;

export const defaultApp = {
  appId: 1000001,
  name: "험블벅",
  restApiKey: "e0ab51c2d7f9436a8b1c0e5f72d4a396",
  clientSecret: "Zq7LkV2nXwR9tB4mHs6YcJ1pDf8GaE3u",
  adminKey: "4f7c9e21b08d5a63e1927fd40c6b8a35",
};

// Port 3000 is `npm run dev`; the others are for servers that tests start side by side.
const appPorts = [3000, 3001, 3002, 3003, ...Array.from({ length: 10 }, (_, i) => 3100 + i)];

export const defaultRedirectUris = appPorts.map(
  (port) => `http://localhost:${port}/api/auth/callback/kakao`,
);

export const defaultConsentItems = {
  profile_nickname: "required",
  profile_image: "optional",
  account_email: "optional",
} as const;
