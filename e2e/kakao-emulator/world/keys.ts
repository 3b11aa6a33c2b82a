// The RSA keys that sign ID tokens and webhooks. Two are published, as at Kakao; rotation makes a
// new one and drops the oldest. Another key is never published: what it signs must be refused.
import { generateKeyPair, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { JsonObject } from "../http/raw-json";

export type SigningKey = { kid: string; privateKey: KeyObject; publicKey: KeyObject };

const generate = promisify(generateKeyPair);

async function makeSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate("rsa", { modulusLength: 2048 });
  return { kid: makeKid(), privateKey, publicKey };
}

/** Kakao's key ids have 30 hexadecimal digits. */
function makeKid(): string {
  return randomBytes(15).toString("hex");
}

export class KeyRing {
  private hidden: SigningKey | null = null;

  private constructor(private published: [SigningKey, SigningKey]) {}

  static async create(): Promise<KeyRing> {
    return new KeyRing(await Promise.all([makeSigningKey(), makeSigningKey()]));
  }

  get current(): SigningKey {
    return this.published[0];
  }

  /** Made when it is first asked for: few tests need it, and a key takes its time. */
  get unpublished(): SigningKey {
    this.hidden ??= { kid: makeKid(), ...generateKeyPairSync("rsa", { modulusLength: 2048 }) };
    return this.hidden;
  }

  findPublished(kid: unknown): SigningKey | null {
    return this.published.find((key) => key.kid === kid) ?? null;
  }

  async rotate(): Promise<SigningKey> {
    const fresh = await makeSigningKey();
    this.published = [fresh, this.published[0]];
    return fresh;
  }

  kids(): string[] {
    return this.published.map((key) => key.kid);
  }

  toJwks(): JsonObject {
    return {
      keys: this.published.map(({ kid, publicKey }) => {
        const { n = "", e = "" } = publicKey.export({ format: "jwk" });
        return { kid, kty: "RSA", alg: "RS256", use: "sig", n, e };
      }),
    };
  }
}
