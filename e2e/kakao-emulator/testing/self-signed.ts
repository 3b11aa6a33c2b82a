// A certificate for tests of https, made on the spot: X.509 version 1, signed by its own key.
// Node.js can read certificates and not make them, and no key should lie in a repository.
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** DER: tag, length, content. @see X.690 §8.1 */
function encode(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: Buffer[]) => encode(0x30, ...parts);
const objectId = (hex: string) => encode(0x06, Buffer.from(hex, "hex"));

/** sha256WithRSAEncryption, with its empty parameters. */
const algorithm = sequence(objectId("2a864886f70d01010b"), encode(0x05));
const commonName = objectId("550403");

function utcTime(time: Date): Buffer {
  const digits = time.toISOString().replace(/\D/g, "").slice(2, 14);
  return encode(0x17, Buffer.from(`${digits}Z`));
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** PEM texts. Valid from yesterday for two days; `daysOff` moves that, to the past or the future. */
export function makeSelfSigned(
  name = "localhost",
  { daysOff = 0 } = {},
): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const subject = sequence(encode(0x31, sequence(commonName, encode(0x0c, Buffer.from(name)))));
  const middle = Date.now() + daysOff * DAY_MS;
  const body = sequence(
    // The first bit stays clear: a serial number is positive.
    encode(0x02, Buffer.from([0x01]), randomBytes(8)),
    algorithm,
    subject,
    sequence(utcTime(new Date(middle - DAY_MS)), utcTime(new Date(middle + DAY_MS))),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = encode(0x03, Buffer.from([0]), sign("sha256", body, privateKey));
  const lines = sequence(body, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.trim()}\n-----END CERTIFICATE-----\n`,
  };
}
