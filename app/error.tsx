// What stands in place of a page that crashed. Called by Next.js, in the browser: it cannot read
// the request, so it takes the language from the document around it. Every visitor loads it: keep it small.
"use client";
import { useSyncExternalStore } from "react";
import { crashText } from "#lib/text/crash";
import { fill } from "#lib/text/fill";

type Props = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: Props) {
  const locale = useSyncExternalStore(subscribeToNothing, readDocumentLocale, () => "ko" as const);
  const text = crashText[locale];
  return (
    <main className="screen">
      <div className="content" role="alert">
        <h1 className="headline">{text.headline}</h1>
        {error.digest && (
          <p className="reference">{fill(text.reference, { reference: error.digest })}</p>
        )}
      </div>
      <div className="actions">
        <button className="button" type="button" onClick={() => retry()}>
          {text.retry}
        </button>
      </div>
    </main>
  );
}

function subscribeToNothing() {
  return () => {};
}

function readDocumentLocale(): "ko" | "en" {
  return document.documentElement.lang === "en" ? "en" : "ko";
}
