// A trip's cookie: one for each flow, sealed, and never more than a request can carry (AR-6, CB-1).
import { randomBytes } from "node:crypto";
import { EncryptJWT, SignJWT } from "jose";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Cookie } from "#lib/http/cookies";
import { createKeyRing, keyRing } from "#lib/keys";
import {
  closedFlowCookie,
  type Flow,
  findFlow,
  flowIdOf,
  keepFlow,
  openFlow,
  sealFlow,
} from "#lib/sign-in/flow";

afterEach(() => {
  vi.useRealTimers();
});

function newFlow(returnTo = "/account"): Flow {
  const random = () => randomBytes(32).toString("base64url");
  return {
    id: flowIdOf(random()),
    codeVerifier: random(),
    nonce: random(),
    returnTo,
    intent: "sign-in",
  };
}

/** What a browser sends after these answers: the older cookie first, ended ones gone. */
class Jar {
  private readonly cookies = new Map<string, string>();
  keep(given: Cookie[]) {
    for (const { name, value, maxAgeSeconds } of given)
      if (maxAgeSeconds > 0) this.cookies.set(name, value);
      else this.cookies.delete(name);
  }
  get header() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }
  get size() {
    return this.cookies.size;
  }
}

async function start(jar: Jar, flow = newFlow()) {
  jar.keep(await keepFlow(flow, jar.header));
  return flow;
}

test("a flow comes back as it went in, for ten minutes", async () => {
  const flow = newFlow();
  const [cookie] = await keepFlow(flow, null);
  expect(cookie?.maxAgeSeconds).toBe(600);
  expect(await findFlow(`${cookie?.name}=${cookie?.value}`, flow.id)).toMatchObject(flow);
});

test("a flow remembers what it is for, and who asked", async () => {
  for (const change of [
    { intent: "silent", page: "/" },
    { intent: "consent", userId: "the-user" },
    { intent: "reauthenticate", userId: "the-user" },
  ] as const) {
    const flow = { ...newFlow(), ...change };
    const [cookie] = await keepFlow(flow, null);
    expect(await findFlow(`${cookie?.name}=${cookie?.value}`, flow.id)).toMatchObject(flow);
  }
});

test("the cookie hides what is in it (AR-3, AR-6)", async () => {
  const flow = newFlow();
  const [cookie] = await keepFlow(flow, null);
  const parts = (cookie?.value ?? "").split(".");
  const readable = parts.map((part) => Buffer.from(part, "base64url").toString("latin1")).join();
  // The kind of a cookie stands on it, and "sign-in" is a part of that.
  const { intent: _, ...secrets } = flow;
  for (const secret of Object.values(secrets))
    expect(`${cookie?.name}${cookie?.value}${readable}`).not.toContain(secret);
});

describe("a sealed flow that does not hold is none (CB-1, ST-5)", () => {
  test("after ten minutes (B9)", async () => {
    const begin = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: begin });
    const sealed = await sealFlow(newFlow());
    vi.setSystemTime(begin + 598_000);
    expect(await openFlow(sealed)).not.toBeNull();
    vi.setSystemTime(begin + 602_000);
    expect(await openFlow(sealed)).toBeNull();
  });

  test("with any character changed", async () => {
    const sealed = await sealFlow(newFlow());
    for (let at = 0; at < sealed.length - 1; at += 3) {
      const other = sealed[at] === "A" ? "B" : "A";
      if (sealed[at] !== ".")
        expect(await openFlow(sealed.slice(0, at) + other + sealed.slice(at + 1))).toBeNull();
    }
  });

  test.each(["", "a", "a.b.c", "a.b.c.d.e", "....", "%"])("%j", async (sealed) => {
    expect(await openFlow(sealed)).toBeNull();
  });

  const purposes = ["web session", "session id", "form token", "auth.js checks"] as const;
  test.each(purposes)("under the key for %s", async (purpose) => {
    expect(await openFlow(await sealFlow(newFlow(), keyRing(purpose)))).toBeNull();
    const { key } = keyRing(purpose).current;
    const disguised = {
      ...keyRing("sign-in flow"),
      current: { ...keyRing("sign-in flow").current, key },
    };
    expect(await openFlow(await sealFlow(newFlow(), disguised))).toBeNull();
  });

  type Change = {
    typ?: string;
    kid?: string;
    claims?: Record<string, unknown>;
    madeAgo?: string | null;
  };
  const { current } = keyRing("sign-in flow");
  async function seal({ typ = "sign-in-flow+jwt", kid = current.kid, ...change }: Change) {
    const { claims, madeAgo = "0s" } = change;
    const token = new EncryptJWT({ ...newFlow(), ...claims });
    token.setProtectedHeader({ alg: "dir", enc: "A256GCM", typ, kid }).setExpirationTime("600s");
    return (madeAgo ? token.setIssuedAt(`${madeAgo} ago`) : token).encrypt(current.key);
  }

  test("what these tests seal by hand would else be taken", async () => {
    expect(await openFlow(await seal({}))).not.toBeNull();
  });

  test("one of the release before, which said nothing of its intent, is a sign-in (MI-3)", async () => {
    const claims = { intent: undefined };
    expect(await openFlow(await seal({ claims }))).toMatchObject({ intent: "sign-in" });
  });

  test("one that an instance with a clock five minutes ahead has sealed is taken (P10)", async () => {
    const claims = { iat: Math.floor(Date.now() / 1000) + 300 };
    expect(await openFlow(await seal({ claims, madeAgo: null }))).not.toBeNull();
  });

  test.each<[string, Change]>([
    ["an unknown kid", { kid: "AAAAAAAA" }],
    ["another typ", { typ: "session+jwt" }],
    ["no time of issue", { madeAgo: null }],
    ["made eleven minutes ago, whatever it says of its end", { madeAgo: "11 minutes" }],
    ["no verifier", { claims: { codeVerifier: undefined } }],
    ["a short verifier", { claims: { codeVerifier: "short" } }],
    ["no nonce", { claims: { nonce: undefined } }],
    ["a short nonce", { claims: { nonce: "short" } }],
    ["an unknown intent", { claims: { intent: "link" } }],
    ["another page to go back to", { claims: { page: "https://evil.test" } }],
    ["no id", { claims: { id: undefined } }],
    ["no way back", { claims: { returnTo: undefined } }],
    ["a verifier that is no text", { claims: { codeVerifier: { length: 43 } } }],
  ])("%s", async (_, change) => {
    expect(await openFlow(await seal(change))).toBeNull();
  });

  test("a signed token instead of a sealed one", async () => {
    const { kid, key } = keyRing("sign-in flow").current;
    const header = { alg: "HS256", typ: "sign-in-flow+jwt", kid };
    const signed = new SignJWT({ ...newFlow() }).setProtectedHeader(header).setIssuedAt();
    expect(await openFlow(await signed.sign(key))).toBeNull();
  });
});

test("a flow outlives the rotation of the secret while the old one is kept (ST-4, P4)", async () => {
  const before = createKeyRing(["an-earlier-secret-of-32-bytes-000001"], "sign-in flow");
  const after = createKeyRing(
    ["a-later-secret-of-32-bytes-00000002", "an-earlier-secret-of-32-bytes-000001"],
    "sign-in flow",
  );
  const alone = createKeyRing(["a-later-secret-of-32-bytes-00000002"], "sign-in flow");
  const sealed = await sealFlow(newFlow(), before);
  expect(await openFlow(sealed, after)).not.toBeNull();
  expect(await openFlow(sealed, alone)).toBeNull();
});

describe("a flow is found under its own name alone (CB-1, CB-4)", () => {
  test("one flow's cookie under another's name is none", async () => {
    const [ours, theirs] = [newFlow(), newFlow()];
    const [ourCookie] = await keepFlow(ours, null);
    const [theirCookie] = await keepFlow(theirs, null);
    const swapped = `${ourCookie?.name}=${theirCookie?.value}`;
    expect(await findFlow(swapped, ours.id)).toBeNull();
    expect(await findFlow(swapped, theirs.id)).toBeNull();
  });

  test("no cookie, and two of one name, are none", async () => {
    const flow = newFlow();
    const [cookie] = await keepFlow(flow, null);
    const pair = `${cookie?.name}=${cookie?.value}`;
    expect(await findFlow(null, flow.id)).toBeNull();
    expect(await findFlow("other=1", flow.id)).toBeNull();
    expect(await findFlow(`${pair}; ${pair}`, flow.id)).toBeNull();
    expect(await findFlow(`${cookie?.name}=planted; ${pair}`, flow.id)).toBeNull();
  });
});

describe("several tabs at once (AR-6, B4)", () => {
  test("five trips are open together, and the sixth closes the oldest", async () => {
    const jar = new Jar();
    const flows: Flow[] = [];
    for (let n = 0; n < 6; n += 1) flows.push(await start(jar));
    const found = await Promise.all(flows.map(({ id }) => findFlow(jar.header, id)));
    expect(found.map((flow) => flow !== null)).toEqual([false, true, true, true, true, true]);
  });

  test("the oldest is told by its time, not by its place", async () => {
    const begin = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: begin });
    const cookies: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      vi.setSystemTime(begin + n * 1000);
      const [cookie] = await keepFlow(newFlow(), null);
      cookies.push(`${cookie?.name}=${cookie?.value}`);
    }
    vi.setSystemTime(begin + 10_000);
    const closed = (await keepFlow(newFlow(), [...cookies].reverse().join("; "))).slice(1);
    expect(closed.map(({ name }) => name)).toEqual([cookies[0]?.split("=")[0]]);
  });

  test.each([1, 500, 1000, 2048])(
    "after 50 starts with a way back of %i characters the cookies stay below 4 KB",
    async (length) => {
      const jar = new Jar();
      let newest = newFlow();
      for (let n = 0; n < 50; n += 1)
        newest = await start(jar, newFlow(`/${"a".repeat(length - 1)}`));
      expect(jar.header.length).toBeLessThan(4096);
      expect(jar.size).toBeLessThanOrEqual(5);
      expect(await findFlow(jar.header, newest.id)).toMatchObject(newest);
    },
  );

  test("stray cookies with the prefix are closed, and no other cookie is touched (B14)", async () => {
    const [, ...closed] = await keepFlow(
      newFlow(),
      "flow-stray=junk; session=a; flow-=; xflow-a=1",
    );
    expect(closed).toEqual([
      { name: expect.stringMatching(/^flow-/), value: "", maxAgeSeconds: 0 },
      { name: expect.stringMatching(/^flow-/), value: "", maxAgeSeconds: 0 },
    ]);
    expect(closed.map(({ name }) => name).sort()).toEqual(["flow-", "flow-stray"]);
  });

  test("a finished trip's cookie ends under its own name", async () => {
    const flow = newFlow();
    const [kept] = await keepFlow(flow, null);
    expect(closedFlowCookie(flow.id)).toEqual({ name: kept?.name, value: "", maxAgeSeconds: 0 });
  });
});
