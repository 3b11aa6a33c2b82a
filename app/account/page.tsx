// `/account`: what we know about the person, where they are signed in, and the ways out.
import type { Metadata } from "next";
import { requireUser } from "#lib/session/current-user";
import { listDevices } from "#lib/session/devices";
import { readText } from "#lib/text/locale";
import { findAccount } from "#lib/users/account";
import { TopBar } from "../brand/top-bar";
import { ActivityList } from "./activity-list";
import { ConsentList } from "./consent-list";
import { DeviceList } from "./device-list";
import { Download } from "./download";
import { Notice } from "./notice";
import { Profile } from "./profile";
import { ProfileRefreshForm } from "./profile-refresh-form";
import { SignOutSection } from "./sign-out-section";
import { TripFailure } from "./trip-failure";
import { WithdrawalLink } from "./withdrawal-link";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  return { title: text.account.title, robots: { index: false } };
}

export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const user = await requireUser("/account");
  const { csrfToken } = user;
  const [account, devices, text, query] = await Promise.all([
    findAccount(user.id),
    listDevices(user.id, user.sessionId),
    readText(),
    searchParams,
  ]);
  // Somebody who has left since `requireUser` has no account to show.
  const { consents = {}, activities = [], memberSince = null } = account ?? {};
  return (
    <>
      <TopBar />
      <main className="screen account">
        <h1 className="headline">{text.account.title}</h1>
        <Notice notice={query.notice} />
        <TripFailure query={query} />
        <Profile user={user} consents={consents} memberSince={memberSince} />
        <ProfileRefreshForm csrfToken={csrfToken} outcome={query.profile} />
        <ConsentList consents={consents} csrfToken={csrfToken} />
        <DeviceList devices={devices} csrfToken={csrfToken} />
        <ActivityList activities={activities} />
        <Download />
        <SignOutSection csrfToken={csrfToken} />
        <WithdrawalLink />
      </main>
    </>
  );
}
