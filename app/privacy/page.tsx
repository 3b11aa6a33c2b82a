// `/privacy`: what is kept, why and for how long, and what one can do about it. The list is the
// table that withdrawal, the download and the retention job use; app/operator.ts has the rest.
import type { Metadata } from "next";
import { fill } from "#lib/text/fill";
import { readLocale, readText } from "#lib/text/locale";
import { TopBar } from "../brand/top-bar";
import { CookieList } from "./cookie-list";
import { KeptList } from "./kept-list";
import { readParticulars } from "./particulars";

export async function generateMetadata(): Promise<Metadata> {
  const { privacy } = await readText();
  return { title: privacy.title };
}

export default async function PrivacyPage() {
  const [locale, text] = await Promise.all([readLocale(), readText()]);
  const particulars = readParticulars(locale, text);
  const { privacy } = text;
  const { source, processors, officer, ...others } = privacy.sections;
  return (
    <>
      <TopBar />
      <main className="screen account reading">
        <h1 className="headline">{privacy.title}</h1>
        <p className="under-headline">{fill(privacy.intro, particulars)}</p>
        <p className="quiet">{fill(privacy.effective, particulars)}</p>
        <KeptList text={text} particulars={particulars} />
        <Passage heading={source.heading} body={source.body} />
        <Passage heading={processors.heading} body={particulars.processors} />
        {Object.values(others).map(({ heading, body }) => (
          <Passage key={heading} heading={heading} body={body} />
        ))}
        <CookieList text={text} />
        <Passage heading={officer.heading} body={fill(officer.body, particulars)} />
      </main>
    </>
  );
}

function Passage({ heading, body }: { heading: string; body: string }) {
  return (
    <section>
      <h2 className="group-heading">{heading}</h2>
      <p>{body}</p>
    </section>
  );
}
