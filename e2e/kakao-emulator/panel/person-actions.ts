// Makes and changes people and issues their tokens, as the control API does.
import { issuePersonTokens } from "../control/person-tokens";
import { changePerson } from "../world/person-life";
import type { FormState } from "./fields";
import { type PanelCall, requirePerson } from "./panel-call";
import { showPeopleWith } from "./people-view";
import { readChange, readMaking } from "./person-form";
import { showPersonWith } from "./person-view";
import type { Action } from "./routes";

export const makePerson: Action = {
  run: ({ state, incoming }) =>
    pageOf(state.people.add(readMaking(incoming.form), { listed: true }).id),
  showAgain: showPeopleWith,
};

export const changePersonFields: Action = {
  run: (call) => {
    const person = requireNamed(call);
    return pageOf(changePerson(call.state, person, readChange(call.incoming.form)).id);
  },
  showAgain: showAgainFor("change-person"),
};

export const issueTokens: Action = {
  run: (call) => {
    const person = requireNamed(call);
    const { clientId, nonce } = Object.fromEntries(call.incoming.form);
    const input = { clientId, nonce: nonce ? nonce : null };
    issuePersonTokens(person, { ...call, input });
    return `${pageOf(person.id)}#tokens`;
  },
  showAgain: showAgainFor("issue-tokens"),
};

function pageOf(personId: string): string {
  return `/_emulator/people/${personId}`;
}

/** The person whom the form names. */
export function requireNamed(call: PanelCall) {
  return requirePerson(call, call.incoming.form.get("personId"));
}

/** The person's page with this one of its forms as it was refused. */
export function showAgainFor(action: string) {
  return (call: PanelCall, form: FormState) =>
    showPersonWith(call, requireNamed(call), { action, form });
}
