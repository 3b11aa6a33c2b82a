// What an authorization request needs next: sign-in, consent, or the way back to the app. Called
// after the checks of authorize.ts and after every page.
import { type Answer, answerCallback, answerSeeOther } from "../http/answer";
import type { Incoming } from "../http/incoming";
import { refuseByPage } from "../pages/koe";
import { type CallbackRuleId, refuseByCallback } from "../rules/rules";
import type { App } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import { codeLifetimeMs } from "../world/grants";
import { type Agreement, connect } from "../world/link-life";
import { grantedItems } from "../world/links";
import type { Person } from "../world/person-schema";
import { findQuestions, isTooYoung } from "../world/questions";
import { asksForIdToken, type Transaction } from "../world/transactions";

export const signInPath = "/_emulator/sign-in";
export const consentPath = "/_emulator/consent";

export function pageOf(path: string, transaction: Transaction): string {
  return `${path}?transaction=${transaction.id}`;
}

/** First step: is somebody signed in, and does a prompt ask again? */
export function continueFlow(
  state: EmulatorState,
  incoming: Incoming,
  transaction: Transaction,
): Answer {
  const session = state.accountSessions.findSignedIn(incoming);
  const person = state.people.find(session?.personId);
  if (transaction.prompts.includes("none")) return answerSilently(state, transaction, person);
  if (person === null || asksAgain(transaction, incoming)) {
    return answerRedirect(pageOf(signInPath, transaction));
  }
  return afterSignIn(state, incoming, transaction, {
    person,
    authTimeSeconds: session?.authTimeSeconds ?? state.clock.nowSeconds(),
  });
}

/** In KakaoTalk's own browser Talk's account is used, and `prompt=login` is not available. */
function asksAgain({ prompts }: Transaction, { isInTalk }: Incoming): boolean {
  const asking = isInTalk ? ["create", "select_account"] : ["login", "create", "select_account"];
  return asking.some((prompt) => prompts.includes(prompt));
}

/** prompt=none: a code at once, or the reason why not; never a page. */
function answerSilently(
  state: EmulatorState,
  transaction: Transaction,
  person: Person | null,
): Answer {
  const app = requireApp(state, transaction);
  const refuse = (rule: CallbackRuleId) => finishWithError(state, transaction, rule, person);
  if (person === null) return refuse("callback-login-required");
  if (person.sanctioned) return refuse("callback-interaction-required");
  if (isTooYoung(person)) return refuse("callback-under-14");
  const link = state.links.find(app.appId, person.id);
  const questions = findQuestions(app, link, transaction);
  if (questions === null) return finishWithCode(state, transaction, person);
  const isAboutTermsOnly = link !== null && questions.items.length === 0;
  return refuse(isAboutTermsOnly ? "callback-interaction-required" : "callback-consent-required");
}

/** Second step: may this person use the app at all, and is there anything to agree to? */
export function afterSignIn(
  state: EmulatorState,
  incoming: Incoming,
  transaction: Transaction,
  signedIn: { person: Person; authTimeSeconds: number },
): Answer {
  const { person, authTimeSeconds } = signedIn;
  const app = requireApp(state, transaction);
  transaction.personId = person.id;
  transaction.authTimeSeconds = authTimeSeconds;
  if (app.testMembers !== null && !app.testMembers.includes(person.id)) {
    const subject = { clientId: transaction.clientId, personId: person.id };
    return { ...refuseByPage(incoming, "page-not-member", app), subject };
  }
  if (isTooYoung(person)) return finishWithError(state, transaction, "callback-under-14", person);
  const link = state.links.find(app.appId, person.id);
  if (findQuestions(app, link, transaction) === null) {
    return finishWithCode(state, transaction, person);
  }
  return answerRedirect(pageOf(consentPath, transaction));
}

/** Third step: the person agreed to this. */
export function finishWithConsent(
  state: EmulatorState,
  transaction: Transaction,
  person: Person,
  agreement: Agreement,
): Answer {
  connect(state, requireApp(state, transaction), person, agreement);
  return finishWithCode(state, transaction, person);
}

function finishWithCode(state: EmulatorState, transaction: Transaction, person: Person): Answer {
  const app = requireApp(state, transaction);
  const { clientId, redirectUri, nonce, codeChallenge } = transaction;
  const openid = asksForIdToken(app, transaction.scopes);
  const { code } = state.grants.addCode({
    ...{ appId: app.appId, clientId, redirectUri, nonce, codeChallenge, openid },
    personId: person.id,
    scope: readGrantedScope(state, app, person, openid),
    authTimeSeconds: transaction.authTimeSeconds || state.clock.nowSeconds(),
    expiresAtMs: state.clock.nowMs() + codeLifetimeMs,
  });
  state.transactions.close(transaction);
  const params: Record<string, string> = { code };
  if (transaction.state !== null) params.state = transaction.state;
  const subject = { clientId, personId: person.id };
  return { ...answerCallback("authorize", redirectUri, params), subject };
}

/** The `scope` of a token answer: agreed items in Kakao's order, and `openid`. */
export function readGrantedScope(
  state: EmulatorState,
  app: App,
  person: Person,
  openid: boolean,
): string {
  const link = state.links.find(app.appId, person.id);
  const items: string[] = link === null ? [] : grantedItems(app, link);
  return (openid ? [...items, "openid"] : items).join(" ");
}

export function finishWithError(
  state: EmulatorState,
  transaction: Transaction,
  rule: CallbackRuleId,
  person: Person | null,
): Answer {
  state.transactions.close(transaction);
  const subject = { clientId: transaction.clientId, personId: person?.id };
  return { ...refuseByCallback(rule, transaction), subject };
}

export function requireApp(state: EmulatorState, transaction: Transaction): App {
  const app = state.apps.findById(transaction.appId);
  if (app === null) throw new Error(`app ${transaction.appId} is gone`);
  return app;
}

/** From a GET, Kakao answers 302; 303 is for posted forms. */
function answerRedirect(location: string): Answer {
  return { ...answerSeeOther(location), status: 302 };
}
