// A refusal as a small page of its own, for answers that need a status which no page of the App
// Router can have. Called by handlers that people reach with a form or a link.
import "server-only";
import type { Text } from "../text/ko";
import { readLocale, readText } from "../text/locale";
import { errorAnswer, type Handler, type HttpError, NO_STORE, toHttpError } from "./errors";
import { NONCE_HEADER, requestIdOf } from "./request-id";

/** Like handleErrors, but a person's browser gets a sentence where a program gets JSON. */
export function handlePageErrors(handler: Handler): Handler {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      const refusal = toHttpError(request, error);
      return wantsPage(request) ? refusalPage(request, refusal) : errorAnswer(request, refusal);
    }
  };
}

function wantsPage(request: Request): boolean {
  return request.headers.get("accept")?.includes("text/html") ?? false;
}

async function refusalPage(request: Request, { status, headers }: HttpError): Promise<Response> {
  const text = await readText();
  return renderPage(request, {
    status,
    headers,
    sentence: sentenceFor(status, text),
    link: { href: "/", label: text.notFound.home },
  });
}

function sentenceFor(status: number, { errors }: Text): string {
  if (status === 503) return errors.unavailable;
  return status === 429 ? errors.rate_limited : errors.unknown;
}

/**
 * 400 for a callback query that nobody should see again: the browser goes on to /sign-in by
 * itself, so that the refused address does not stay in the address bar.
 */
export async function malformedPage(request: Request, next: string): Promise<Response> {
  const text = await readText();
  return renderPage(request, {
    status: 400,
    headers: { refresh: `0; url=${next}` },
    sentence: text.errors.unknown,
    link: { href: next, label: text.signIn.title },
  });
}

type SmallPage = {
  status: number;
  headers: Record<string, string>;
  sentence: Text["errors"][keyof Text["errors"]];
  link: { href: string; label: string };
};

async function renderPage(request: Request, page: SmallPage): Promise<Response> {
  const { status, headers, sentence, link } = page;
  const nonce = request.headers.get(NONCE_HEADER) ?? "";
  // Sentences and paths of ours; an ampersand is all there is to escape.
  const body = `<!doctype html>
<html lang="${await readLocale()}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${sentence}</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; --paper: #fbfaf8; --ink: #191f28; --quiet: #5a6472; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181c; --ink: #eceae6; --quiet: #a2a9b4; } }
body { margin: 0; background: var(--paper); color: var(--ink); word-break: keep-all;
  font: 16px/1.6 -apple-system, "Apple SD Gothic Neo", Pretendard, "Noto Sans KR", sans-serif; }
main { max-width: 360px; margin: 28vh auto 0; padding: 0 20px; text-align: center; }
h1 { font-size: 20px; }
a { display: inline-block; padding: 12px 20px; border-radius: 12px; color: var(--paper);
  background: var(--ink); text-decoration: none; font-weight: 700; }
small { display: block; margin-top: 24px; font-size: 14px; color: var(--quiet); }
</style>
<main>
<h1>${sentence}</h1>
<p><a href="${link.href.replaceAll("&", "&amp;")}">${link.label}</a></p>
<small>${requestIdOf(request.headers)}</small>
</main>
</html>`;
  return new Response(body, {
    status,
    headers: { ...NO_STORE, "content-type": "text/html; charset=utf-8", ...headers },
  });
}
