// The document around every page: language, title, colours of the browser's own bars, footer.
// Reading the request here keeps every page dynamic, which the nonce of the CSP needs.
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { siteUrl } from "#lib/http/site";
import { readLocale, readText } from "#lib/text/locale";
import { brandName } from "./brand/name";
import { DevelopersLink } from "./developers/developers-link";
import { LanguageSwitch } from "./language/language-switch";
import "./globals.css";

export const viewport: Viewport = {
  viewportFit: "cover",
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf8" },
    { media: "(prefers-color-scheme: dark)", color: "#15181c" },
  ],
};

export async function generateMetadata(): Promise<Metadata> {
  const [locale, text] = await Promise.all([readLocale(), readText()]);
  const name = brandName[locale];
  const { description } = text.frame;
  return {
    metadataBase: siteUrl("/"),
    title: { default: name, template: `%s · ${name}` },
    description,
    applicationName: name,
    formatDetection: { telephone: false, email: false, address: false },
    openGraph: {
      type: "website",
      siteName: name,
      title: name,
      description,
      locale: locale === "ko" ? "ko_KR" : "en_US",
    },
    twitter: { card: "summary_large_image" },
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await readLocale()}>
      <body>
        {children}
        <footer className="footer">
          <DevelopersLink />
          <LanguageSwitch />
        </footer>
      </body>
    </html>
  );
}
