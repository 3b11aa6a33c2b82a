// In place of the sign-in until Kakao is connected: what a developer still has to do, in order.
// Called by home and by the sign-in page.
import type { MissingSetup } from "#lib/sign-in/setup";
import { readText } from "#lib/text/locale";
import { TopBar } from "../brand/top-bar";
import { AppStep, ConsentStep, RedirectUriStep, VariablesStep, WebhookStep } from "./steps";

export async function SetupScreen({ missing }: { missing: MissingSetup }) {
  const text = await readText();
  return (
    <>
      <TopBar />
      <main className="screen setup">
        <h1 className="headline">{text.setup.headline}</h1>
        <p className="under-headline">{text.setup.underHeadline}</p>
        <ol className="steps">
          <AppStep text={text} />
          <RedirectUriStep text={text} missing={missing} />
          <ConsentStep text={text} />
          <WebhookStep text={text} missing={missing} />
          <VariablesStep text={text} variables={missing.variables} />
        </ol>
      </main>
    </>
  );
}
