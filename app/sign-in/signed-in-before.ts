// Whether this browser has signed in before. A hint for the eye, never proof of anything.
// Called by home and by the sign-in page.
import { cookies } from "next/headers";

export async function hasSignedInBefore(): Promise<boolean> {
  return (await cookies()).get("signed-in-before")?.value === "1";
}
