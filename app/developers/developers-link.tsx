// The way to the API's page, in the footer. Called by layout.tsx.
import { headers } from "next/headers";
import { readText } from "#lib/text/locale";

/** Screens with one action keep to it, and the page itself needs no way to itself. */
const without = new Set(["/", "/sign-in", "/unavailable", "/developers"]);

export async function DevelopersLink() {
  const [{ api }, given] = await Promise.all([readText(), headers()]);
  const [path = "/"] = (given.get("x-pathname") ?? "/").split("?");
  if (without.has(path)) return null;
  return (
    <a className="text-button" href="/developers">
      {api.link}
    </a>
  );
}
