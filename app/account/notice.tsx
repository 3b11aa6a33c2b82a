// One calm sentence about what the person came back from, chosen by ?notice=. Called by the account
// page. Nothing of the address itself is shown.
import { readText } from "#lib/text/locale";

export async function Notice({ notice }: { notice: string | string[] | undefined }) {
  const { notices } = (await readText()).account;
  if (typeof notice !== "string" || !Object.hasOwn(notices, notice)) return null;
  return (
    <p className="under-headline" role="status">
      {notices[notice as keyof typeof notices]}
    </p>
  );
}
