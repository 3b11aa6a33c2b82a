// What went wrong on a trip to Kakao that was begun on the account page, in one sentence.
// Called by the account page.
import { readText } from "#lib/text/locale";
import { Failure } from "../sign-in/failure";
import { readSignInQuery } from "../sign-in/query";

type Props = { query: Parameters<typeof readSignInQuery>[0] };

export async function TripFailure({ query }: Props) {
  const { error, reference } = readSignInQuery(query);
  if (error === null) return null;
  const text = await readText();
  return <Failure sentence={text.errors[error]} reference={reference} text={text} />;
}
