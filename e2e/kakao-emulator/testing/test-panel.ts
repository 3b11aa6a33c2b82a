// A tester's browser in front of the panel, for the panel's own tests: real HTTP, plain forms.

export type Fields = Record<string, string>;

/** A page as text. */
export async function readPage(address: string, language = "en"): Promise<string> {
  const response = await fetch(address, { headers: { "accept-language": language } });
  return response.text();
}

/** Posts a form of the panel, as its own page does unless `headers` say otherwise. */
export function submit(
  origin: string,
  action: string,
  fields: Fields = {},
  headers: Record<string, string> = { origin },
): Promise<Response> {
  return fetch(`${origin}/_emulator/panel/${action}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "accept-language": "en", ...headers },
    redirect: "manual",
  });
}

const fieldTag = /<(input|textarea|select)\b[^>]*name="([^"]+)"[^>]*>/g;

/** What a browser would send if the form of this action were submitted untouched. */
export function readForm(page: string, action: string): Fields {
  const start = page.indexOf(`action="/_emulator/panel/${action}"`);
  const form = page.slice(start, page.indexOf("</form>", start));
  const fields: Fields = {};
  for (const match of form.matchAll(fieldTag)) {
    const [tag, kind = "", name = ""] = match;
    const rest = form.slice(match.index + tag.length);
    const value = kind === "input" ? readInput(tag) : readContent(kind, rest);
    if (value !== null) fields[name] = unescapeHtml(value);
  }
  return fields;
}

function readInput(tag: string): string | null {
  if (tag.includes('type="checkbox"') && !tag.includes(" checked")) return null;
  return /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? "";
}

function readContent(kind: string, rest: string): string {
  if (kind === "textarea") return rest.slice(0, rest.indexOf("</textarea>")).replace(/^\n/, "");
  const options = rest.slice(0, rest.indexOf("</select>"));
  const chosen = /value="([^"]*)" selected/.exec(options) ?? /value="([^"]*)"/.exec(options);
  return chosen?.[1] ?? "";
}

function unescapeHtml(text: string): string {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => names[name] ?? "");
}
