// `/`: the Kakao button for a stranger, a greeting for somebody signed in, and a checklist for the
// developer who has not connected Kakao yet.
import { currentUser } from "#lib/session/current-user";
import { findMissingSetup } from "#lib/sign-in/setup";
import { SetupScreen } from "./setup/setup-screen";
import { SignedInHome } from "./signed-in-home";
import { SignedOutHome } from "./signed-out-home";

export default async function HomePage() {
  const missing = findMissingSetup();
  if (missing) return <SetupScreen missing={missing} />;
  const user = await currentUser();
  return user ? <SignedInHome user={user} /> : <SignedOutHome />;
}
