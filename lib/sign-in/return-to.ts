// Where a person goes after signing in: a path of this site, or home.
import "server-only";

export function readReturnTo(_value: unknown): string {
  return "/";
}
