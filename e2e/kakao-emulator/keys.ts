// The RSA keys that sign ID tokens. Two are published, as at Kakao; rotation makes a new one and
// drops the oldest. Another key is never published: what it signs must be refused.
import { generateKeyPair, type KeyObject, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import type { JsonObject } from "./raw-json";

export type SigningKey = { kid: string; privateKey: KeyObject; publicKey: KeyObject };

const generate = promisify(generateKeyPair);

async function makeSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate("rsa", { modulusLength: 2048 });
  return { kid: randomBytes(15).toString("hex"), privateKey, publicKey };
}

export class KeyRing {
  private constructor(
    private published: SigningKey[],
    readonly unpublished: SigningKey,
  ) {}

  static async create(): Promise<KeyRing> {
    const [first, second, unpublished] = await Promise.all([
      makeSigningKey(),
      makeSigningKey(),
      makeSigningKey(),
    ]);
    return new KeyRing([first, second], unpublished);
  }

  get current(): SigningKey {
    return this.published[0] ?? this.unpublished;
  }

  async rotate(): Promise<SigningKey> {
    const fresh = await makeSigningKey();
    this.published = [fresh, ...this.published.slice(0, 1)];
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
