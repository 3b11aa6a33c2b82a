// The steps of the checklist. Called by setup-screen.tsx.
import type { ReactNode } from "react";
import type { MissingSetup } from "#lib/sign-in/setup";
import type { Text } from "#lib/text/ko";

/** The box is for the developer to tick; nothing is sent anywhere. */
function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="step">
      <label className="step-title">
        <input type="checkbox" autoComplete="off" />
        <span>{title}</span>
      </label>
      <div className="step-body">{children}</div>
    </li>
  );
}

/** For copying: a text field selects whole, and breaks a long address into lines. */
function Address({ label, value }: { label: string; value: string }) {
  return (
    <textarea
      className="field"
      readOnly
      rows={2}
      spellCheck={false}
      aria-label={label}
      value={value}
    />
  );
}

export function AppStep({ text }: { text: Text }) {
  return (
    <Step title={text.setup.app}>
      <p>{text.setup.appHow}</p>
      <a className="link" href="https://developers.kakao.com/console/app" rel="noreferrer">
        {text.setup.console}
      </a>
    </Step>
  );
}

export function RedirectUriStep({ text, missing }: { text: Text; missing: MissingSetup }) {
  const { setup } = text;
  return (
    <Step title={setup.redirectUri}>
      <p>{setup.redirectUriWhere}</p>
      <Address label={setup.redirectUriLabel} value={missing.redirectUri} />
      <p>{setup.logoutRedirectUriWhere}</p>
      <Address label={setup.logoutRedirectUriLabel} value={missing.logoutRedirectUri} />
      <p>{setup.redirectUriHow}</p>
    </Step>
  );
}

export function ConsentStep({ text }: { text: Text }) {
  const items = [
    ["profile_nickname", text.setup.consentNickname],
    ["profile_image", text.setup.consentImage],
    ["account_email", text.setup.consentEmail],
  ] as const;
  return (
    <Step title={text.setup.consent}>
      <p>{text.setup.consentWhere}</p>
      <Terms terms={items} />
    </Step>
  );
}

type Webhooks = Pick<MissingSetup, "unlinkWebhook" | "accountStateWebhook">;

export function WebhookStep({ text, missing }: { text: Text; missing: Webhooks }) {
  return (
    <Step title={text.setup.webhooks}>
      <p>{text.setup.webhooksWhere}</p>
      <p>{text.setup.unlinkWebhook}</p>
      <Address label={text.setup.unlinkWebhook} value={missing.unlinkWebhook} />
      <p>{text.setup.accountStateWebhook}</p>
      <Address label={text.setup.accountStateWebhook} value={missing.accountStateWebhook} />
      <p>{text.setup.webhooksHow}</p>
    </Step>
  );
}

export function VariablesStep({ text, variables }: { text: Text; variables: string[] }) {
  const hints: Record<string, string> = {
    AUTH_KAKAO_ID: text.setup.kakaoId,
    AUTH_KAKAO_SECRET: text.setup.kakaoSecret,
    KAKAO_APP_ID: text.setup.kakaoAppId,
    KAKAO_ADMIN_KEY: text.setup.kakaoAdminKey,
  };
  return (
    <Step title={text.setup.variables}>
      <p>{text.setup.variablesHow}</p>
      <Terms terms={variables.map((name) => [name, hints[name]] as const)} />
    </Step>
  );
}

function Terms({ terms }: { terms: readonly (readonly [string, string | undefined])[] }) {
  return (
    <ul className="terms">
      {terms.map(([name, meaning]) => (
        <li key={name}>
          <code>{name}</code>
          {meaning !== undefined && <span>{meaning}</span>}
        </li>
      ))}
    </ul>
  );
}
