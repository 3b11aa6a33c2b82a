// POST /language: the footer's form. Remembers the chosen language for a year and goes back.
import { handlePageErrors } from "#lib/http/error-page";
import { HttpError, methodNotAllowed } from "#lib/http/errors";
import { readForm } from "#lib/http/form-body";
import { seeOther } from "#lib/http/redirect";
import { isSameOrigin } from "#lib/http/same-origin";
import { readOwnPage } from "#lib/sign-in/return-to";
import { isLocale, LOCALE_SECONDS } from "#lib/text/choose-locale";

async function chooseLanguage(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) throw new HttpError(403, "FORBIDDEN_ORIGIN");
  const form = await readForm(request);
  const locale = form.get("locale");
  if (!isLocale(locale)) return seeOther("/");
  const chosen = { name: "locale", value: locale, maxAgeSeconds: LOCALE_SECONDS };
  return seeOther(readOwnPage(form.get("returnTo")), [chosen]);
}

export const POST = handlePageErrors(chooseLanguage);
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
