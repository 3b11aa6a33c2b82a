// The apps of the emulated developer console: keys, redirect URIs, consent items, switches.
import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import { checkInput, InputError } from "./input-error";

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

const hexKey = z.string().regex(/^[0-9a-f]{32}$/, "32 hexadecimal digits");
const uri = z.string().regex(/^https?:\/\/[\x21-\x7e]+$/, "an absolute http(s) address");

const keySchema = z.strictObject({
  key: hexKey.default(makeKey),
  kind: z.enum(["rest", "javascript", "native"]).default("rest"),
  clientSecret: z.string().min(1).default(makeKey),
  clientSecretOn: z.boolean().default(true),
  redirectUris: z.array(uri).default([]),
});

const consentItems = z.partialRecord(
  z.enum(consentItemIds),
  z.enum(["required", "optional", "during_use", "off"]),
);

const appSchema = z.strictObject({
  appId: z.int().positive().default(makeAppId),
  name: z.string().min(1).max(100),
  adminKey: hexKey.default(makeKey),
  loginEnabled: z.boolean().default(true),
  oidc: z.boolean().default(false),
  /** `null`: anyone may sign in; a list of person ids makes it a test app. */
  testMembers: z.array(z.string()).nullable().default(null),
  consentItems: consentItems.default({ profile_nickname: "required" }),
  keys: z.array(keySchema).min(1).max(15).default(makeDefaultKeys),
});

/** A change; `redirectUris`, `clientSecret` and `clientSecretOn` mean the app's first key. */
const appPatchSchema = z
  .strictObject({
    name: appSchema.shape.name,
    adminKey: hexKey,
    loginEnabled: z.boolean(),
    oidc: z.boolean(),
    testMembers: z.array(z.string()).nullable(),
    consentItems,
    keys: z.array(keySchema).min(1).max(15),
    redirectUris: z.array(uri),
    clientSecret: z.string().min(1),
    clientSecretOn: z.boolean(),
  })
  .partial();

export type App = z.output<typeof appSchema>;
export type AppKey = App["keys"][number];
export type AppInput = z.input<typeof appSchema>;
export type AppPatch = z.input<typeof appPatchSchema>;

export class AppStore {
  private apps: App[] = [];

  list(): App[] {
    return [...this.apps];
  }

  clear(): void {
    this.apps = [];
  }

  add(input: unknown): App {
    const app = checkInput(appSchema, input);
    if (this.findById(app.appId) !== null) throw new InputError("appId", "already taken", 409);
    this.requireUnique(app);
    this.apps.push(app);
    return app;
  }

  update(app: App, input: unknown): App {
    const { redirectUris, clientSecret, clientSecretOn, ...patch } = checkInput(
      appPatchSchema,
      input,
    );
    const updated = { ...app, ...patch };
    const [first, ...rest] = updated.keys;
    if (first !== undefined) {
      const firstPatch = withoutUndefined({ redirectUris, clientSecret, clientSecretOn });
      updated.keys = [{ ...first, ...firstPatch }, ...rest];
    }
    this.requireUnique(updated);
    this.apps = this.apps.map((other) => (other.appId === app.appId ? updated : other));
    return updated;
  }

  findById(appId: number): App | null {
    return this.apps.find((app) => app.appId === appId) ?? null;
  }

  findByAdminKey(adminKey: string): App | null {
    return this.apps.find((app) => app.adminKey === adminKey) ?? null;
  }

  findByClientId(clientId: string | null): { app: App; key: AppKey } | null {
    for (const app of this.apps) {
      const key = app.keys.find((candidate) => candidate.key === clientId);
      if (key !== undefined) return { app, key };
    }
    return null;
  }

  private requireUnique(app: App): void {
    const others = this.apps.filter((other) => other.appId !== app.appId);
    const taken = [app, ...others].flatMap((other) => other.keys.map((key) => key.key));
    const repeated = app.keys.some((key) => taken.indexOf(key.key) !== taken.lastIndexOf(key.key));
    if (repeated) throw new InputError("keys", "a key that exists already", 409);
  }
}

/** Whether the app shows this item, and how; an item it has not configured is `off`. */
export function consentLevel(app: App, item: string) {
  return app.consentItems[item as ConsentItemId] ?? "off";
}

function withoutUndefined<T extends object>(object: T): Partial<T> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
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
