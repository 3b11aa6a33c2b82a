// `/terms`: the terms of use, as a team starts with them; app/operator.ts has its particulars.
import type { Metadata } from "next";
import { fill } from "#lib/text/fill";
import { readLocale, readText } from "#lib/text/locale";
import { TopBar } from "../brand/top-bar";
import { readParticulars } from "../privacy/particulars";

export async function generateMetadata(): Promise<Metadata> {
  const { privacy } = await readText();
  return { title: privacy.terms.title };
}

export default async function TermsPage() {
  const [locale, text] = await Promise.all([readLocale(), readText()]);
  const particulars = readParticulars(locale, text);
  const { terms, effective } = text.privacy;
  return (
    <>
      <TopBar />
      <main className="screen account reading">
        <h1 className="headline">{terms.title}</h1>
        <p className="under-headline">{fill(terms.intro, particulars)}</p>
        <p className="quiet">{fill(effective, particulars)}</p>
        {terms.sections.map(({ heading, body }) => (
          <section key={heading}>
            <h2 className="group-heading">{heading}</h2>
            <p>{fill(body, particulars)}</p>
          </section>
        ))}
      </main>
    </>
  );
}
