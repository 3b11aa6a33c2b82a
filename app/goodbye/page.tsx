// `/goodbye`: after a withdrawal. Public, and the same for everybody: it says what happens next and
// knows nothing of who reads it.
import type { Metadata } from "next";
import { readText } from "#lib/text/locale";
import { Lockup } from "../brand/lockup";
import { Screen } from "../frame";
import { HomeButton } from "../home-button";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  return { title: text.goodbye.title, robots: { index: false } };
}

export default async function GoodbyePage() {
  const text = await readText();
  return (
    <Screen actions={<HomeButton text={text} />}>
      <Lockup />
      <h1 className="headline">{text.goodbye.headline}</h1>
      <p className="under-headline">{text.goodbye.deleted}</p>
      <p className="under-headline">{text.goodbye.comeBack}</p>
    </Screen>
  );
}
