// What an app of the emulated developer console has: keys, addresses, consent items, switches.
// Used by apps.ts, which keeps them; the shapes of the control API and of a seed file.
import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";

/** Kakao's consent items; an app configures some of them, each at a level. */
export const consentItemIds = [
  "profile_nickname",
  "profile_image",
  "account_email",
  "name",
  "gender",
  "age_range",
  "birthday",
  "birthyear",
  "phone_number",
  "shipping_address",
  "account_ci",
  "talk_message",
  "friends",
  "plusfriends",
] as const;

export type ConsentItemId = (typeof consentItemIds)[number];

/** Items that any app may ask for; every other one needs a business app. */
export const openConsentItems: readonly ConsentItemId[] = [
  "profile_nickname",
  "profile_image",
  "talk_message",
  "friends",
];

const hexKey = z.string().regex(/^[0-9a-f]{32}$/, "32 hexadecimal digits");
const uri = z.string().regex(/^https?:\/\/[\x21-\x7e]+$/, "an absolute http(s) address");
/** Where a webhook goes: this machine, too. Kakao itself takes https only. */
export const webhookUrl = uri.refine((text) => URL.canParse(text), "an absolute http(s) address");
const origin = z.string().regex(/^https?:\/\/[a-z0-9.:[\]-]+$/i, "an origin: scheme, host, port");

const keySchema = z.strictObject({
  key: hexKey.default(makeKey),
  kind: z.enum(["rest", "javascript", "native"]).default("rest"),
  clientSecret: z.string().min(1).default(makeKey),
  clientSecretOn: z.boolean().default(true),
  redirectUris: z.array(uri).default([]),
  /** JavaScript keys: where the SDK may run. Empty: not checked. */
  javascriptDomains: z.array(origin).default([]),
  /** Native keys: the iOS bundle ids and Android key hashes. Both empty: not checked. */
  bundleIds: z.array(z.string().min(1)).default([]),
  keyHashes: z.array(z.string().min(1)).default([]),
});

const consentItemsSchema = z.partialRecord(
  z.enum(consentItemIds),
  z.enum(["required", "optional", "during_use", "off"]),
);

const serviceTermSchema = z.strictObject({
  tag: z.string().regex(/^[\w.-]{1,60}$/, "letters, digits, `_`, `.`, `-`"),
  title: z.string().min(1).max(100),
  required: z.boolean().default(false),
});

/** An admin key beside the primary one; `allows: null` is every API of the admin keys. */
const secondaryAdminKeySchema = z.strictObject({
  key: hexKey.default(makeKey),
  allows: z.array(z.string().startsWith("/")).nullable().default(null),
});

export const appSchema = z.strictObject({
  appId: z.int().positive().default(makeAppId),
  name: z.string().min(1).max(100),
  /** The primary admin key: the one that webhooks carry. */
  adminKey: hexKey.default(makeKey),
  secondaryAdminKeys: z.array(secondaryAdminKeySchema).max(5).default([]),
  loginEnabled: z.boolean().default(true),
  oidc: z.boolean().default(false),
  /** A business app may ask for e-mail and more, and use Kakao Sync and wildcard addresses. */
  business: z.boolean().default(false),
  /** Off: the app itself signs people up, with /v1/user/signup, within 24 hours. */
  autoLink: z.boolean().default(true),
  /** `null`: anyone may sign in; a list of person ids makes it a test app. */
  testMembers: z.array(z.string()).nullable().default(null),
  consentItems: consentItemsSchema.default({ profile_nickname: "required" }),
  /** Kakao Sync: the service's terms are shown on Kakao's own page. */
  kakaoSync: z.boolean().default(false),
  serviceTerms: z.array(serviceTermSchema).max(30).default([]),
  /** Public ids of the linked KakaoTalk channels. */
  channels: z.array(z.string().regex(/^_\w{1,20}$/, "`_` and letters or digits")).default([]),
  /** User properties of the app's own, beside nickname, profile_image and thumbnail_image. */
  userProperties: z
    .array(z.string().regex(/^\w{1,100}$/))
    .max(50)
    .default([]),
  logoutRedirectUris: z.array(uri).default([]),
  /** Addresses that may call Kakao for this app; `null`: any. */
  allowedIps: z.array(z.string().min(1)).nullable().default(null),
  /** Counts tokens a person (KOE237) and calls of /v1/user/ids (-10), as Kakao does. */
  rateLimits: z.boolean().default(false),
  /** Kakao's limit for each key; more on request, up to 100. */
  redirectUriLimit: z.int().min(1).max(100).default(10),
  unlinkWebhook: z
    .strictObject({ url: webhookUrl, method: z.enum(["GET", "POST"]).default("POST") })
    .nullable()
    .default(null),
  accountStateWebhook: z
    .strictObject({
      url: webhookUrl,
      /** Which of the two Kakao puts into `aud` is not known for sure. */
      audience: z.enum(["rest_api_key", "app_id"]).default("rest_api_key"),
      /** RISC and CAEP events need Kakao's permission; the OAUTH group does not. */
      riscPermitted: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  keys: z.array(keySchema).min(1).max(15).default(makeDefaultKeys),
});

/** A change; `redirectUris`, `clientSecret` and `clientSecretOn` mean the app's first key. */
export const appPatchSchema = z
  .strictObject({
    ...withoutDefaults(appSchema.omit({ appId: true }).shape),
    redirectUris: z.array(uri),
    clientSecret: z.string().min(1),
    clientSecretOn: z.boolean(),
  })
  .partial();

export type App = z.output<typeof appSchema>;
export type AppKey = App["keys"][number];
export type AppInput = z.input<typeof appSchema>;
export type AppPatch = z.input<typeof appPatchSchema>;
export type ServiceTerm = App["serviceTerms"][number];

type WithoutDefaults<Shape> = {
  [Name in keyof Shape]: Shape[Name] extends z.ZodDefault<infer Inner> ? Inner : Shape[Name];
};

/** A field that a patch leaves out stays as it is, so it must not get its default. */
function withoutDefaults<Shape extends z.core.$ZodShape>(shape: Shape): WithoutDefaults<Shape> {
  const entries = Object.entries(shape).map(([name, field]) => [
    name,
    field instanceof z.ZodDefault ? field.unwrap() : field,
  ]);
  return Object.fromEntries(entries) as WithoutDefaults<Shape>;
}

function makeKey(): string {
  return randomBytes(16).toString("hex");
}

function makeAppId(): number {
  return randomInt(1_100_000, 9_999_999);
}

function makeDefaultKeys() {
  return [keySchema.parse({})];
}
