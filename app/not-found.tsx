// What stands at an address that leads nowhere. Called by Next.js.
import type { Metadata } from "next";
import { readText } from "#lib/text/locale";
import { Lockup } from "./brand/lockup";
import { Screen } from "./frame";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  return { title: text.notFound.title };
}

export default async function NotFound() {
  const text = await readText();
  const home = (
    <a className="button" href="/">
      {text.notFound.home}
    </a>
  );
  return (
    <Screen actions={home}>
      <Lockup />
      <h1 className="headline">{text.notFound.headline}</h1>
    </Screen>
  );
}
