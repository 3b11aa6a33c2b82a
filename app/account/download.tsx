// The way to all that is kept about oneself, as a file. Called by the account page.
import { readText } from "#lib/text/locale";

export async function Download() {
  const { download } = (await readText()).privacy;
  return (
    <section aria-labelledby="download">
      <h2 className="group-heading" id="download">
        {download.heading}
      </h2>
      <a
        className="row-button row-link"
        href="/account/download"
        download="humblebug-data.json"
        aria-label={download.button}
        aria-describedby="download-what"
      >
        {download.button}
        <span className="row-what" id="download-what">
          {download.note}
        </span>
      </a>
    </section>
  );
}
