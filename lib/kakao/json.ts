// Kakao's JSON, read without rounding its 64-bit numbers. Called by the other files of lib/kakao.
import { isSafeNumber, LosslessNumber, parse } from "lossless-json";
import { z } from "zod";
import { KakaoError, UnusableIdError } from "./errors";

/**
 * Numbers that JavaScript cannot hold exactly come out as LosslessNumber, with their digits.
 *
 * @returns the parsed value, or null for anything that is not JSON
 */
export function parseJson(body: string): unknown {
  try {
    return parse(body, null, (digits) =>
      isSafeNumber(digits) ? Number(digits) : new LosslessNumber(digits),
    );
  } catch {
    return null;
  }
}

/** Kakao's member id: a JSON number of up to 64 bits, read as decimal text (TV-15). */
export const kakaoIdNumber = z
  .union([z.number().int().transform(String), z.instanceof(LosslessNumber).transform(String)])
  .pipe(z.string().regex(/^[1-9]\d{0,18}$/));

/** @throws KakaoError "unavailable" when the answer does not have the promised shape */
export function readAnswer<Shape extends z.ZodType>(
  body: string,
  shape: Shape,
  what: string,
): z.infer<Shape> {
  const result = shape.safeParse(parseJson(body));
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => issue.path.join(".") || "body");
  const reason = `${what} has an unusable ${fields.join(", ")}`;
  throw fields.includes("id") ? new UnusableIdError(reason) : new KakaoError("unavailable", reason);
}
