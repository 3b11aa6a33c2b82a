// What happened to the person's account, the newest first. Called by the account page.
import { formatRelativeTime } from "#lib/text/dates";
import { readLocale, readText } from "#lib/text/locale";
import type { Activity } from "#lib/users/account";
import { joinName } from "./device-names";

export async function ActivityList({ activities }: { activities: Activity[] }) {
  const { account: text } = await readText();
  return (
    <section aria-labelledby="activity">
      <h2 className="group-heading" id="activity">
        {text.activity}
      </h2>
      {activities.length === 0 && <p className="row quiet">{text.noActivity}</p>}
      {activities.length > 0 && (
        <ol className="rows">
          {activities.map((activity, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes where it is shown
            <ActivityRow key={index} activity={activity} />
          ))}
        </ol>
      )}
    </section>
  );
}

async function ActivityRow({ activity }: { activity: Activity }) {
  const [locale, { account: text }] = await Promise.all([readLocale(), readText()]);
  const { kind, at, browser, app, system } = activity;
  const device = joinName([browser ?? app, system]);
  return (
    <li className="row">
      <div className="device-words">
        <p>{text.activities[kind]}</p>
        {device && <p className="quiet small">{device}</p>}
      </div>
      <time className="quiet small" dateTime={at.toISOString()}>
        {formatRelativeTime(at, locale)}
      </time>
    </li>
  );
}
