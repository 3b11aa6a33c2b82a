// Why a person whom Kakao vouches for is not let in all the same. Thrown by save-from-kakao.ts;
// each way to sign in turns it into an answer of its own.

export type SaveRefusal =
  /** Kakao has disabled the account, and said so by a security event. */
  | "blocked"
  /** They have withdrawn, and their link is being cut at Kakao at this moment. */
  | "being_unlinked"
  /** What Kakao vouched for is a link that was cut since. */
  | "unlinked_since";

export class SaveRefused extends Error {
  constructor(readonly code: SaveRefusal) {
    super(`not saved: ${code}`);
    this.name = "SaveRefused";
  }
}
