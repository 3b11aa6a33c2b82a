// `/account`: what we know about the person, where they are signed in, and the ways out.
import type { Metadata } from "next";
import { requireUser } from "#lib/session/current-user";
import { listDevices } from "#lib/session/devices";
import { readText } from "#lib/text/locale";
import { TopBar } from "../brand/top-bar";
import { DeviceList } from "./device-list";
import { Profile } from "./profile";
import { SignOutSection } from "./sign-out-section";
import { TripFailure } from "./trip-failure";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  return { title: text.account.title, robots: { index: false } };
}

export default async function AccountPage({ searchParams }: PageProps<"/account">) {
  const user = await requireUser("/account");
  const [devices, text] = await Promise.all([listDevices(user.id, user.sessionId), readText()]);
  return (
    <>
      <TopBar />
      <main className="screen account">
        <h1 className="headline">{text.account.title}</h1>
        <TripFailure query={await searchParams} />
        <Profile user={user} />
        <DeviceList devices={devices} csrfToken={user.csrfToken} />
        <SignOutSection csrfToken={user.csrfToken} />
      </main>
    </>
  );
}
