// What stands at an address that leads nowhere. Called by Next.js.
import type { Metadata } from "next";
import { readText } from "#lib/text/locale";
import { Mark } from "./brand/mark";
import { MessageScreen } from "./frame";
import { TopBar } from "./top-bar";

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
    <>
      <TopBar />
      <MessageScreen mark={<Mark size="large" />} headline={text.notFound.headline} action={home} />
    </>
  );
}
