// The webhooks: what was sent and what came of it, and two forms that send one by hand.
import type { Answer } from "../http/answer";
import { type Html, html } from "../pages/html";
import { happeningKinds, unlinkReasons } from "../world/happenings";
import { showDeliveries } from "./deliveries-view";
import {
  actionForm,
  type Form,
  type FormState,
  selectField,
  showFormError,
  switchField,
  textField,
  untouched,
} from "./fields";
import { answerPage } from "./frame";
import type { PanelCall } from "./panel-call";

export type WebhookForm = "send-unlink" | "send-account-state";

export function showWebhooks(call: PanelCall): Answer {
  return showWebhooksWith(call, "send-unlink", untouched);
}

/** `action` is the form that was refused, if one was. */
export function showWebhooksWith(call: PanelCall, action: WebhookForm, state: FormState): Answer {
  const { text } = call;
  const stateOf = (form: WebhookForm) => ({ ...(form === action ? state : untouched), id: form });
  const body = html`<h1>${text.webhook.title}</h1>
<p class="lead">${text.webhook.lead}</p>
${showDeliveries(call)}
<h2 id="send-unlink">${text.webhook.unlink}</h2>
${unlinkForm(call, stateOf("send-unlink"))}
<h2 id="send-account-state">${text.webhook.accountState}</h2>
${accountStateForm(call, stateOf("send-account-state"))}`;
  return answerPage(call, { title: text.webhook.title, place: "webhooks", body });
}

function unlinkForm(call: PanelCall, form: Form): Html {
  const { webhook } = call.text;
  const reasons = unlinkReasons.slice(0, 5);
  const fields = html`${showFormError(call.text, form)}<div class="columns">${targetFields(call, form)}
${selectField(form, { name: "referrerType", label: "referrer_type", choices: toChoices(reasons) })}
</div><div class="switches">${switchField(form, { name: "wrongKey", label: webhook.wrongKey })}
${switchField(form, { name: "noKey", label: webhook.noKey })}</div>
<button class="button main">${webhook.send}</button>`;
  return actionForm("send-unlink", {}, fields, "settings");
}

function accountStateForm(call: PanelCall, form: Form): Html {
  const { text } = call;
  const reasons = [{ value: "", label: text.none }, ...toChoices(unlinkReasons)];
  const fields = html`${showFormError(text, form)}<div class="columns">${targetFields(call, form)}
${selectField(form, { name: "event", label: text.webhook.event, choices: toChoices(happeningKinds) })}
${selectField(form, { name: "reason", label: "reason", choices: reasons })}
${textField(form, { name: "jti", label: "jti", hint: text.webhook.jtiHint })}
</div><div class="switches">${switchField(form, { name: "unpublished", label: text.fault.unpublished })}
${switchField(form, { name: "algNone", label: "alg: none" })}</div>
<button class="button main">${text.webhook.send}</button>`;
  return actionForm("send-account-state", {}, fields, "settings");
}

function targetFields({ state, text }: PanelCall, form: Form): Html {
  const apps = state.apps.list().map(({ appId, name }) => ({
    value: String(appId),
    label: `${name} (${appId})`,
  }));
  const { webhook } = text;
  return html`${selectField(form, { name: "appId", label: text.columns.app, choices: apps })}
${textField(form, { name: "personId", label: text.fault.personId, hint: webhook.personHint, numeric: true })}
${textField(form, { name: "url", label: webhook.url, hint: webhook.urlHint })}
${textField(form, { name: "repeat", label: webhook.repeat, numeric: true })}`;
}

function toChoices(values: readonly string[]): { value: string; label: string }[] {
  return values.map((value) => ({ value, label: value }));
}
