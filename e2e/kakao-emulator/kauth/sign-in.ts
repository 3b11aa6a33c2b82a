// The sign-in page: shown by GET, answered by POST. People are chosen as cards, typed in, or made
// on the spot.
import { type Answer, answerHtml, answerSeeOther } from "../http/answer";
import { type Incoming, readParameter } from "../http/incoming";
import { answerExpired } from "../pages/expired";
import { type SignInNotice, showSignIn } from "../pages/sign-in";
import type { EmulatorState } from "../world/emulator-state";
import { InputError } from "../world/input-error";
import type { Person } from "../world/person-schema";
import type { Transaction } from "../world/transactions";
import { afterSignIn, pageOf, requireApp, signInPath } from "./authorize-steps";

export function showSignInPage(state: EmulatorState, incoming: Incoming): Answer {
  const transaction = state.transactions.find(incoming.query.get("transaction"));
  if (transaction === null) return answerExpired(incoming);
  const app = requireApp(state, transaction);
  const saved = findSaved(state, incoming);
  const wantsChooser = transaction.prompts.includes("select_account") && !incoming.query.has("all");
  const chooser = wantsChooser && saved.length > 0;
  const html = showSignIn(incoming.language, {
    ...{ app, transaction, chooser },
    people: chooser ? saved : state.people.list().filter((person) => person.listed),
    notice: incoming.query.get("notice") as SignInNotice | null,
    typed: incoming.query.get("typed") ?? transaction.loginHint ?? "",
    allHref: `${pageOf(signInPath, transaction)}&all=1`,
  });
  return { ...answerHtml(html), subject: { clientId: transaction.clientId } };
}

function findSaved(state: EmulatorState, incoming: Incoming): Person[] {
  const ids = state.accountSessions.find(incoming)?.savedPersonIds ?? [];
  return ids.map((id) => state.people.find(id)).filter((person) => person !== null);
}

export function submitSignInPage(state: EmulatorState, incoming: Incoming): Answer {
  const transaction = state.transactions.find(incoming.form.get("transaction"));
  if (transaction === null) return answerExpired(incoming);
  const chosen = choosePerson(state, incoming.form);
  if (chosen.person === null) return backToPage(transaction, chosen.notice, chosen.typed);
  if (chosen.person.sanctioned) return backToPage(transaction, "sanctioned", chosen.typed);
  const lacksTalk = incoming.isInTalk && !chosen.person.talkUser;
  if (lacksTalk) return backToPage(transaction, "noTalk", chosen.typed);
  return signIn(state, incoming, transaction, chosen.person);
}

function signIn(
  state: EmulatorState,
  incoming: Incoming,
  transaction: Transaction,
  person: Person,
): Answer {
  const authTimeSeconds = state.clock.nowSeconds();
  const cookie = state.accountSessions.signIn(incoming, person, authTimeSeconds);
  const answer = afterSignIn(state, incoming, transaction, { person, authTimeSeconds });
  return {
    subject: { clientId: transaction.clientId, personId: person.id },
    ...answer,
    headers: { ...answer.headers, "set-cookie": cookie },
  };
}

type Choice =
  | { person: Person; typed: string }
  | { person: null; typed: string; notice: SignInNotice };

function choosePerson(state: EmulatorState, form: URLSearchParams): Choice {
  const typed = form.get("loginId")?.trim() ?? "";
  if (form.get("action") === "create") return createPerson(state, form);
  const personId = readParameter(form, "personId");
  const person = personId === null ? state.people.findByLogin(typed) : state.people.find(personId);
  return person === null ? { person, typed, notice: "unknown" } : { person, typed };
}

function createPerson(state: EmulatorState, form: URLSearchParams): Choice {
  const email = readParameter(form, "email");
  const nickname = readParameter(form, "nickname");
  const input = {
    email,
    nickname: nickname ?? undefined,
    defaultNickname: nickname === null,
    defaultImage: form.has("defaultImage"),
    emailVerified: !form.has("emailUnverified"),
    under14: form.has("under14"),
  };
  try {
    return { person: state.people.add(withoutUndefined(input), { listed: true }), typed: "" };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { person: null, typed: "", notice: error.status === 409 ? "taken" : "invalid" };
  }
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function backToPage(transaction: Transaction, notice: SignInNotice, typed: string): Answer {
  const location = `${pageOf(signInPath, transaction)}&all=1&notice=${notice}`;
  // Cutting may leave half a character, which cannot be encoded.
  const shown = encodeURIComponent(typed.slice(0, 200).toWellFormed());
  return answerSeeOther(`${location}&typed=${shown}`);
}
