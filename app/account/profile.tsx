// What we know about the person, how old it is, and why something is missing. Called by the account
// page.
import type { ReactNode } from "react";
import type { CurrentUser } from "#lib/session/current-user";
import { formatRelativeTime } from "#lib/text/dates";
import { readLocale, readText } from "#lib/text/locale";
import type { Consents } from "#lib/users/account";
import { Avatar } from "./avatar";
import { findMissing } from "./missing";

type Props = { user: CurrentUser; consents: Consents; memberSince: Date | null };

export async function Profile({ user, consents, memberSince }: Props) {
  const [locale, { account: text }] = await Promise.all([readLocale(), readText()]);
  const why = (field: "nickname" | "image" | "email") => (
    <span className="quiet">{text.missing[findMissing(field, consents)]}</span>
  );
  const when = (date: Date) => (
    <time dateTime={date.toISOString()}>{formatRelativeTime(date, locale)}</time>
  );
  return (
    <section aria-labelledby="profile">
      <h2 className="group-heading" id="profile">
        {text.profile}
      </h2>
      <dl className="rows">
        <Row label={text.picture}>
          {user.image === null ? (
            why("image")
          ) : (
            <span className="small-avatar">
              <Avatar nickname={user.nickname} image={user.image} />
              <span className="quiet">{text.pictureGiven}</span>
            </span>
          )}
        </Row>
        <Row label={text.nickname}>
          {user.nickname === null ? why("nickname") : <bdi>{user.nickname}</bdi>}
        </Row>
        <Row label={text.email}>{user.email === null ? why("email") : <bdi>{user.email}</bdi>}</Row>
        {memberSince && <Row label={text.memberSince}>{when(memberSince)}</Row>}
        <Row label={text.refreshed}>{when(user.refreshedAt)}</Row>
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
