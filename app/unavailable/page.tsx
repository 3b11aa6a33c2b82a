// `/unavailable`: shown with status 503 in place of a page while the database is away.
// Reads no session. Called through proxy.ts.
import type { Metadata } from "next";
import { readReturnTo } from "#lib/sign-in/return-to";
import { readText } from "#lib/text/locale";
import { HomeLockup } from "../brand/lockup";
import { Screen } from "../frame";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  return { title: text.unavailable.title, robots: { index: false } };
}

export default async function UnavailablePage({ searchParams }: PageProps<"/unavailable">) {
  const [text, query] = await Promise.all([readText(), searchParams]);
  const retry = (
    <a className="button" href={readReturnTo(query.returnTo)}>
      {text.unavailable.retry}
    </a>
  );
  return (
    <Screen actions={retry}>
      <HomeLockup />
      <h1 className="headline">{text.unavailable.title}</h1>
      <p className="under-headline">{text.errors.unavailable}</p>
    </Screen>
  );
}
