// The apps of the emulated developer console, kept and looked up. Their fields stand in
// app-schema.ts, what the console refuses in console-rules.ts.
import { type App, type AppKey, appPatchSchema, appSchema, type ConsentItemId } from "./app-schema";
import { checkConsoleRules } from "./console-rules";
import { checkInput, InputError } from "./input-error";

export class AppStore {
  private apps: App[] = [];

  list(): App[] {
    return [...this.apps];
  }

  clear(): void {
    this.apps = [];
  }

  dump(): App[] {
    return this.apps;
  }

  load(apps: App[]): void {
    this.apps = apps;
  }

  add(input: unknown): App {
    const app = checkInput(appSchema, input);
    if (this.findById(app.appId) !== null) throw new InputError("appId", "already taken", 409);
    this.check(app);
    this.apps.push(app);
    return app;
  }

  update(app: App, input: unknown): App {
    const { redirectUris, clientSecret, clientSecretOn, ...patch } = checkInput(
      appPatchSchema,
      input,
    );
    const updated: App = { ...app, ...patch };
    const [first, ...rest] = updated.keys;
    if (first !== undefined) {
      const firstPatch = withoutUndefined({ redirectUris, clientSecret, clientSecretOn });
      updated.keys = [{ ...first, ...firstPatch }, ...rest];
    }
    this.check(updated);
    this.apps = this.apps.map((other) => (other.appId === app.appId ? updated : other));
    return updated;
  }

  remove(app: App): void {
    this.apps = this.apps.filter((other) => other.appId !== app.appId);
  }

  findById(appId: number): App | null {
    return this.apps.find((app) => app.appId === appId) ?? null;
  }

  /** By any of an app's admin keys; the primary one is allowed everything. */
  findByAdminKey(key: string): { app: App; allows: string[] | null } | null {
    for (const app of this.apps) {
      if (app.adminKey === key) return { app, allows: null };
      const secondary = app.secondaryAdminKeys.find((candidate) => candidate.key === key);
      if (secondary !== undefined) return { app, allows: secondary.allows };
    }
    return null;
  }

  findByClientId(clientId: string | null): { app: App; key: AppKey } | null {
    for (const app of this.apps) {
      const key = app.keys.find((candidate) => candidate.key === clientId);
      if (key !== undefined) return { app, key };
    }
    return null;
  }

  private check(app: App): void {
    checkConsoleRules(app);
    const others = this.apps.filter((other) => other.appId !== app.appId);
    const keys = [app, ...others].flatMap((other) => allKeys(other));
    const repeated = allKeys(app).some((key) => keys.indexOf(key) !== keys.lastIndexOf(key));
    if (repeated) throw new InputError("keys", "a key that exists already", 409);
  }
}

function allKeys(app: App): string[] {
  const adminKeys = [app.adminKey, ...app.secondaryAdminKeys.map(({ key }) => key)];
  return [...app.keys.map(({ key }) => key), ...adminKeys];
}

/** Whether the app shows this item, and how; an item it has not configured is `off`. */
export function consentLevel(app: App, item: string) {
  return app.consentItems[item as ConsentItemId] ?? "off";
}

function withoutUndefined<T extends object>(object: T): Partial<T> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}
