// The three steps of a withdrawal. Called by the page of /account/withdraw.
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { orUnavailable } from "#lib/http/unavailable";
import type { CurrentUser } from "#lib/session/current-user";
import { isInKakaoTalk } from "#lib/sign-in/in-kakaotalk";
import { fill } from "#lib/text/fill";
import type { Text } from "#lib/text/ko";
import { readText } from "#lib/text/locale";
import { findProofSecondsLeft } from "#lib/users/forget";
import { TopBar } from "../brand/top-bar";
import { ConfirmForm, ProofElsewhere, ProofForm } from "./withdraw/forms";
import { listDeleted, listKept } from "./withdraw/lists";

type Props = { user: CurrentUser; sentence: string | null };

export async function WithdrawalScreen({ user, sentence }: Props) {
  const text = await readText();
  return (
    <>
      <TopBar />
      <main className="screen account">
        <h1 className="headline">{text.withdrawal.title}</h1>
        <p className="under-headline">{text.withdrawal.underHeadline}</p>
        {sentence !== null && (
          <p className="notice" role="alert">
            {sentence}
          </p>
        )}
        <Step number={1} title={text.withdrawal.deleted}>
          {listDeleted(text).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </Step>
        <Step number={2} title={text.withdrawal.kept}>
          {listKept(text).map(({ what, why, until }) => (
            <li key={what}>
              {what}
              <p className="quiet">{why}</p>
              {until !== null && (
                <p className="quiet">
                  {text.privacy.until}: {until}
                </p>
              )}
            </li>
          ))}
        </Step>
        <LastStep user={user} />
      </main>
    </>
  );
}

type StepProps = { number: number; title: string; children: ReactNode };

function Step({ number, title, children }: StepProps) {
  const id = `step-${number}`;
  return (
    <section aria-labelledby={id}>
      <h2 className="group-heading" id={id}>
        {number}. {title}
      </h2>
      <ul className="entries">{children}</ul>
    </section>
  );
}

async function LastStep({ user }: { user: CurrentUser }) {
  const [text, secondsLeft] = await Promise.all([
    readText(),
    orUnavailable(findProofSecondsLeft(user.id, user.sessionId)),
  ]);
  return (
    <section aria-labelledby="step-3">
      <h2 className="group-heading" id="step-3">
        3. {secondsLeft === null ? text.withdrawal.prove : text.withdrawal.confirm}
      </h2>
      <Leaving user={user} />
      {secondsLeft === null ? (
        <Proof csrfToken={user.csrfToken} text={text} />
      ) : (
        <ConfirmForm
          csrfToken={user.csrfToken}
          text={text}
          timeLeft={fill(text.withdrawal.timeLeft, {
            minutes: String(Math.ceil(secondsLeft / 60)),
          })}
        />
      )}
      <p className="stay">
        <a className="text-button" href="/account">
          {text.withdrawal.stay}
        </a>
      </p>
    </section>
  );
}

async function Proof({ csrfToken, text }: { csrfToken: string; text: Text }) {
  if (isInKakaoTalk(await headers())) return <ProofElsewhere text={text} />;
  return <ProofForm csrfToken={csrfToken} text={text} />;
}

/** Whoever has several accounts sees which of them it is. */
async function Leaving({ user }: { user: CurrentUser }) {
  const text = await readText();
  return (
    <dl className="rows">
      <div className="row">
        <dt>{text.withdrawal.account}</dt>
        <dd>
          <bdi>{user.nickname ?? user.email ?? text.withdrawal.nameless}</bdi>
        </dd>
      </div>
    </dl>
  );
}
