// The fields of a body, as its schema has them. Called by call-section.tsx and common-section.tsx.
import { type BodyName, listFields } from "#lib/openapi/schemas";
import type { ApiText } from "#lib/text/api-ko";

export function FieldList({ body, text }: { body: BodyName; text: ApiText }) {
  const sentences: Record<string, string> = text.fields;
  return (
    <ul className="entries">
      {listFields(body).map(({ path, name, type }) => (
        <li key={path}>
          <code className="strong">{path}</code> <span className="quiet">{type}</span>
          <p className="quiet">{sentences[name]}</p>
        </li>
      ))}
    </ul>
  );
}
