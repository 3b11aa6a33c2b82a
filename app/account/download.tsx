// The way to all that is kept about oneself, as a file. Called by the account page.
import { readText } from "#lib/text/locale";

export async function Download() {
  const { download } = (await readText()).privacy;
  return (
    <section aria-labelledby="download">
      <h2 className="group-heading" id="download">
        {download.heading}
      </h2>
      <p className="quiet">{download.note}</p>
      <p>
        <a className="link" href="/account/download" download="humblebug-data.json">
          {download.button}
        </a>
      </p>
    </section>
  );
}
