// What we know about the person, and how old it is. Called by the account page.
import type { ReactNode } from "react";
import type { CurrentUser } from "#lib/session/current-user";
import { formatRelativeTime } from "#lib/text/dates";
import { readLocale, readText } from "#lib/text/locale";

export async function Profile({ user }: { user: CurrentUser }) {
  const [locale, text] = await Promise.all([readLocale(), readText()]);
  const notReceived = <span className="quiet">{text.account.notReceived}</span>;
  return (
    <section aria-labelledby="profile">
      <h2 className="group-heading" id="profile">
        {text.account.profile}
      </h2>
      <dl className="rows">
        <Row label={text.account.nickname}>
          {user.nickname === null ? notReceived : <bdi>{user.nickname}</bdi>}
        </Row>
        <Row label={text.account.email}>
          {user.email === null ? notReceived : <bdi>{user.email}</bdi>}
        </Row>
        <Row label={text.account.refreshed}>
          <time dateTime={user.refreshedAt.toISOString()}>
            {formatRelativeTime(user.refreshedAt, locale)}
          </time>
        </Row>
      </dl>
    </section>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="row">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
