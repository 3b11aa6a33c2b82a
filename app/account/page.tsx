// `/account`: what we know about the person, where they are signed in, and the ways out.
import type { Metadata } from "next";
import { type CurrentUser, requireUser } from "#lib/session/current-user";
import { listDevices } from "#lib/session/devices";
import { readText } from "#lib/text/locale";
import { TopBar } from "../brand/top-bar";
import { DeviceList } from "./device-list";
import { DevicesForm } from "./devices-form";
import { Download } from "./download";
import { Profile } from "./profile";
import { SignOutForm } from "./sign-out-form";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  return { title: text.account.title, robots: { index: false } };
}

export default async function AccountPage() {
  const user = await requireUser("/account");
  const [devices, text] = await Promise.all([listDevices(user.id, user.sessionId), readText()]);
  return (
    <>
      <TopBar />
      <main className="screen account">
        <h1 className="headline">{text.account.title}</h1>
        <Profile user={user} />
        <DeviceList devices={devices} csrfToken={user.csrfToken} />
        <Download />
        <SignOutSection user={user} />
        <a className="row-link" href="/account/withdraw">
          {text.withdrawal.title}
        </a>
      </main>
    </>
  );
}

async function SignOutSection({ user }: { user: CurrentUser }) {
  const text = await readText();
  return (
    <section aria-labelledby="sign-out">
      <h2 className="group-heading" id="sign-out">
        {text.account.signOut}
      </h2>
      <SignOutForm csrfToken={user.csrfToken}>
        <button className="row-button" type="submit">
          {text.signOut.here}
        </button>
      </SignOutForm>
      <DevicesForm csrfToken={user.csrfToken} device="all">
        <button className="row-button" type="submit">
          {text.signOut.everywhere}
        </button>
      </DevicesForm>
    </section>
  );
}
