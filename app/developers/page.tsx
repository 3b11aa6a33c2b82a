// `/developers`: the API for people, from the same rows and schemas as /api/openapi.json.
import type { Metadata } from "next";
import { siteUrl } from "#lib/http/site";
import { calls } from "#lib/openapi/calls";
import type { ApiText } from "#lib/text/api-ko";
import { readText } from "#lib/text/locale";
import { TopBar } from "../brand/top-bar";
import { CallSection } from "./call-section";
import { CommonSection } from "./common-section";
import { Flow } from "./flow";

const documentPath = "/api/openapi.json";

export async function generateMetadata(): Promise<Metadata> {
  const { api } = await readText();
  return { title: api.title, description: api.intro };
}

export default async function DevelopersPage() {
  const { api } = await readText();
  return (
    <div className="developers">
      <TopBar />
      <main className="screen account">
        <h1 className="headline">{api.headline}</h1>
        <p className="under-headline">{api.intro}</p>
        <p className="reference-line">
          <a className="link" href={documentPath}>
            {api.document}
          </a>
        </p>
        <Flow text={api} />
        <Contents text={api} />
        {calls.map((call) => (
          <CallSection key={call.id} call={call} text={api} origin={siteUrl("/").origin} />
        ))}
        <CommonSection text={api} />
      </main>
    </div>
  );
}

function Contents({ text }: { text: ApiText }) {
  return (
    <nav aria-labelledby="contents">
      <h2 className="group-heading" id="contents">
        {text.contents}
      </h2>
      <ul>
        {calls.map(({ id, method, path }) => (
          <li key={id}>
            <a className="contents-link" href={`#${id}`}>
              <span>{text.calls[id].summary}</span>
              <code>{`${method} ${path}`}</code>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
