// The apps and people the emulator starts with, and the shape of a seed file. Used at start and
// by every reset.
import { readFileSync } from "node:fs";
import { z } from "zod";
import {
  defaultApp,
  defaultConsentItems,
  defaultLogoutRedirectUris,
  defaultRedirectUris,
  strangerApp,
} from "../defaults";
import type { AppInput } from "./app-schema";
import type { AppStore } from "./apps";
import { checkInput, InputError } from "./input-error";
import type { PersonStore } from "./people";
import type { PersonInput } from "./person-schema";

export type Seed = { apps: AppInput[]; people: PersonInput[] };

/** Every family of emoji, both writing directions, and one hundred characters as people count. */
const longNickname = `${"👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿한글שלום".repeat(12)}مرحبا끝🐞`;

const hanulAddresses: PersonInput["shippingAddresses"] = [
  {
    id: 50211,
    name: "집",
    isDefault: true,
    baseAddress: "제주특별자치도 제주시 첨단로 000",
    detailAddress: "101동 1203호",
    receiverName: "김하늘",
    receiverPhoneNumber1: "010-0000-1234",
    zoneNumber: "63309",
  },
  {
    id: 50212,
    name: "회사",
    type: "OLD",
    updatedAt: 1_690_000_000,
    baseAddress: "경기도 성남시 분당구 백현동 000",
    detailAddress: "3층",
    receiverName: "김하늘",
    receiverPhoneNumber1: "010-0000-1234",
    receiverPhoneNumber2: "031-000-0000",
    zipCode: "463-420",
  },
];

const defaultPeople: PersonInput[] = [
  {
    id: "3956953872",
    loginId: "haneul",
    nickname: "김하늘",
    email: "haneul.kim@example.com",
    shippingAddresses: hanulAddresses,
  },
  { id: "3956953901", loginId: "doyun", nickname: "이도윤", email: null },
  {
    id: "3956954017",
    loginId: "seoyeon",
    nickname: "박서연",
    email: "seoyeon.park@example.com",
    emailVerified: false,
  },
  {
    id: "3956954222",
    loginId: "newcomer",
    defaultNickname: true,
    defaultImage: true,
    email: "newcomer@example.com",
  },
  { id: "3956954398", loginId: "long", nickname: longNickname, email: "long@example.com" },
  // One more than the last number JavaScript can hold: an app that rounds meets its neighbour.
  { id: "9007199254740993", loginId: "jiho", nickname: "최지호", email: "jiho@example.com" },
  { id: "1376016924429759228", loginId: "sua", nickname: "정수아", email: "sua@example.com" },
  { id: "3956954555", loginId: "eunu", nickname: "한은우", email: null, under14: true },
  {
    id: "3956954601",
    loginId: "haram",
    nickname: "오하람",
    email: null,
    under14: true,
    guardianConsent: true,
  },
  {
    id: "3956954702",
    loginId: "taeo",
    nickname: "임태오",
    email: "taeo.lim@example.com",
    sanctioned: true,
  },
  {
    id: "3956954803",
    loginId: "bomi",
    nickname: "강보미",
    email: "bomi.kang@example.com",
    emailValid: false,
    talkUser: false,
  },
];

const humblebug: AppInput = {
  appId: defaultApp.appId,
  name: defaultApp.name,
  adminKey: defaultApp.adminKey,
  // Kakao's own default is off; on is the stricter test, since every token is then checked.
  oidc: true,
  business: true,
  consentItems: defaultConsentItems,
  redirectUriLimit: 100,
  logoutRedirectUris: defaultLogoutRedirectUris,
  keys: [
    {
      key: defaultApp.restApiKey,
      clientSecret: defaultApp.clientSecret,
      redirectUris: defaultRedirectUris,
    },
    { key: defaultApp.nativeAppKey, kind: "native" },
  ],
};

/** As a fresh app of Kakao's console is, but for one address. */
const stranger: AppInput = {
  appId: strangerApp.appId,
  name: strangerApp.name,
  adminKey: strangerApp.adminKey,
  keys: [
    {
      key: strangerApp.restApiKey,
      clientSecret: strangerApp.clientSecret,
      redirectUris: ["http://localhost:3000/api/auth/callback/kakao"],
    },
  ],
};

export const defaultSeed: Seed = { apps: [humblebug, stranger], people: defaultPeople };

const seedFileSchema = z.strictObject({
  apps: z.array(z.record(z.string(), z.unknown())).optional(),
  people: z.array(z.record(z.string(), z.unknown())).optional(),
});

/** Reads a seed file; what it leaves out keeps its default. */
export function readSeedFile(path: string): Seed {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError("--seed", `${path} cannot be read as JSON: ${reason}`);
  }
  const { apps, people } = checkInput(seedFileSchema, parsed);
  // Each entry is checked in full when it is sown, by the same schema as the control API's input.
  return {
    apps: (apps as AppInput[] | undefined) ?? defaultSeed.apps,
    people: (people as PersonInput[] | undefined) ?? defaultSeed.people,
  };
}

/** The default app, with more redirect URIs. */
export function withRedirectUris(seed: Seed, uris: string[]): Seed {
  const [app, ...apps] = seed.apps;
  const [key, ...keys] = app?.keys ?? [];
  if (app === undefined || key === undefined || uris.length === 0) return seed;
  const redirectUris = [...(key.redirectUris ?? []), ...uris];
  return { ...seed, apps: [{ ...app, keys: [{ ...key, redirectUris }, ...keys] }, ...apps] };
}

/** The default app, with more places that /oauth/logout may lead to. */
export function withLogoutRedirectUris(seed: Seed, uris: string[]): Seed {
  const [app, ...apps] = seed.apps;
  if (app === undefined || uris.length === 0) return seed;
  const logoutRedirectUris = [...(app.logoutRedirectUris ?? []), ...uris];
  return { ...seed, apps: [{ ...app, logoutRedirectUris }, ...apps] };
}

/** The apps and people there are, in the shape of a seed file. */
export function readSeed({ apps, people }: { apps: AppStore; people: PersonStore }): Seed {
  return { apps: apps.list(), people: people.list() };
}

export function sow(into: { apps: AppStore; people: PersonStore }, seed: Seed): void {
  for (const app of seed.apps) into.apps.add(app);
  for (const person of seed.people) into.people.add(person, { listed: true });
}
