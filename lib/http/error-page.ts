// A refusal as a small page of its own, for the few answers that need a status which no page can
// have. Called by handlers; the browser goes on to a full page by itself.
import "server-only";
import type { Text } from "../text/ko";
import { readLocale, readText } from "../text/locale";
import { NO_STORE } from "./errors";
import { NONCE_HEADER } from "./request-id";

type ErrorPage = {
  status: number;
  sentence: keyof Text["errors"];
  /** A path of ours. The address that was refused does not stay in the address bar. */
  next: string;
};

export async function errorPage(
  request: Request,
  { status, sentence, next }: ErrorPage,
): Promise<Response> {
  const [locale, text] = await Promise.all([readLocale(), readText()]);
  const nonce = request.headers.get(NONCE_HEADER) ?? "";
  const href = next.replaceAll("&", "&amp;");
  const body = `<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text.signIn.title}</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 360px; margin: 30vh auto 0; padding: 0 20px; }
</style>
<main>
<h1>${text.errors[sentence]}</h1>
<p><a href="${href}">${text.signIn.title}</a></p>
</main>
</html>`;
  return new Response(body, {
    status,
    headers: { ...NO_STORE, "content-type": "text/html; charset=utf-8", refresh: `0; url=${next}` },
  });
}
