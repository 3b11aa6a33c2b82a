// The consent page: shown by GET, answered by POST with agree or cancel.
import { type Answer, answerHtml } from "../http/answer";
import type { Incoming } from "../http/incoming";
import { showConsent } from "../pages/consent";
import { answerExpired } from "../pages/expired";
import type { App } from "../world/app-schema";
import type { EmulatorState } from "../world/emulator-state";
import type { Agreement } from "../world/link-life";
import type { Person } from "../world/person-schema";
import { findQuestions, type Questions } from "../world/questions";
import type { Transaction } from "../world/transactions";
import {
  finishWithConsent,
  finishWithError,
  pageOf,
  requireApp,
  signInPath,
} from "./authorize-steps";

type Pending = { transaction: Transaction; person: Person; app: App; questions: Questions };

const nothing: Questions = { items: [], terms: [], channels: [] };

export function showConsentPage(state: EmulatorState, incoming: Incoming): Answer {
  const pending = findPending(state, incoming.query.get("transaction"));
  if (pending === null) return answerExpired(incoming);
  const { transaction, person } = pending;
  const otherHref = `${pageOf(signInPath, transaction)}&all=1`;
  const html = showConsent(incoming.language, { ...pending, otherHref });
  return { ...answerHtml(html), subject: subjectOf(transaction, person) };
}

export function submitConsentPage(state: EmulatorState, incoming: Incoming): Answer {
  const pending = findPending(state, incoming.form.get("transaction"));
  if (pending === null) return answerExpired(incoming);
  const { transaction, person, questions } = pending;
  if (incoming.form.get("decision") !== "agree") {
    return finishWithError(state, transaction, "callback-cancelled", person);
  }
  return finishWithConsent(state, transaction, person, readAgreement(questions, incoming.form));
}

/** What is required counts as agreed whatever the form says: its box cannot be unticked. */
function readAgreement({ items, terms, channels }: Questions, form: URLSearchParams): Agreement {
  const isTicked = (name: string, value: string) => form.getAll(name).includes(value);
  const agreedItems = items.filter(({ id, required }) => required || isTicked("item", id));
  const agreedTerms = terms.filter(({ tag, required }) => required || isTicked("term", tag));
  return {
    items: agreedItems.map(({ id }) => id),
    terms: agreedTerms.map(({ tag }) => tag),
    channels: channels.filter((channel) => isTicked("channel", channel)),
  };
}

/** The transaction with its signed-in person; `null` when there is none, or it is finished. */
function findPending(state: EmulatorState, transactionId: string | null): Pending | null {
  const transaction = state.transactions.find(transactionId);
  const person = state.people.find(transaction?.personId);
  if (transaction === null || person === null) return null;
  const app = requireApp(state, transaction);
  const link = state.links.find(app.appId, person.id);
  const questions = findQuestions(app, link, transaction) ?? nothing;
  return { transaction, person, app, questions };
}

function subjectOf(transaction: Transaction, person: Person) {
  return { clientId: transaction.clientId, personId: person.id };
}
