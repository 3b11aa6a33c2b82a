// POST /language: the footer's form. Remembers the chosen language for a year and goes back.
import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { readReturnTo } from "#lib/sign-in/return-to";
import { isLocale } from "#lib/text/choose-locale";

const oneYearInSeconds = 365 * 86_400;

export async function POST(request: NextRequest): Promise<Response> {
  const form = await readForm(request);
  const locale = form?.get("locale");
  if (!isLocale(locale)) return redirectTo("/");
  (await cookies()).set("locale", locale, {
    maxAge: oneYearInSeconds,
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: request.nextUrl.protocol === "https:",
  });
  return redirectTo(readReturnTo(form?.get("returnTo")));
}

/** Null for a body that no form of ours sends. */
async function readForm(request: NextRequest): Promise<FormData | null> {
  const isForm = request.headers
    .get("content-type")
    ?.startsWith("application/x-www-form-urlencoded");
  return isForm ? request.formData() : null;
}

/** A path, not an address: behind a proxy, `request.url` does not know the site's own origin. */
function redirectTo(path: string): Response {
  return new Response(null, { status: 303, headers: { Location: path } });
}
