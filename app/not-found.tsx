// What stands at an address that leads nowhere. Called by Next.js.
import type { Metadata } from "next";
import { readText } from "#lib/text/locale";
import { Lockup } from "./brand/lockup";
import { Screen } from "./frame";
import { HomeButton } from "./home-button";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  return { title: text.notFound.title };
}

export default async function NotFound() {
  const text = await readText();
  return (
    <Screen actions={<HomeButton text={text} />}>
      <Lockup />
      <h1 className="headline">{text.notFound.headline}</h1>
    </Screen>
  );
}
