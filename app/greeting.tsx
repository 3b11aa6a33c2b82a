// "민지님, 반가워요". Called by signed-in-home.tsx.
import { splitAt } from "#lib/text/fill";
import type { Text } from "#lib/text/ko";

/** The nickname stands in a `bdi`, so that a right-to-left name cannot turn the sentence around. */
export function Greeting({ nickname, text }: { nickname: string | null; text: Text }) {
  if (nickname === null) return <h1 className="headline">{text.home.greetingNameless}</h1>;
  const { before, after } = splitAt(text.home.greeting, "nickname");
  return (
    <h1 className="headline">
      {before}
      <bdi>{nickname}</bdi>
      {after}
    </h1>
  );
}
