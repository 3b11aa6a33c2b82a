// The fields of a fault: whom it strikes, and every effect a fault can have.
import { type Html, html } from "../pages/html";
import { endpointIds, endpoints } from "../rules/endpoints";
import type { Rule } from "../rules/rule";
import { ruleIds, rules } from "../rules/rules";
import { keyChoices } from "./choices";
import { type Form, groupedSelect, selectField, switchField, textArea, textField } from "./fields";
import type { PanelCall } from "./panel-call";
import type { PanelText } from "./text";

const algorithms = ["RS256", "RS384", "RS512", "PS256", "ES256", "HS256", "none"];
/** The people a tester is likely to mean; any other number can be typed. */
const maxSuggested = 50;

export function faultFields(call: PanelCall, form: Form): Html {
  const { text } = call;
  return html`<fieldset><legend>${text.where}</legend><div class="columns">${scopeFields(call, form)}</div></fieldset>
<fieldset><legend>${text.effects.replace}</legend>${replacingFields(call, form)}</fieldset>
<fieldset><legend>${text.effects.alter}</legend>${alteringFields(text, form)}</fieldset>
<fieldset><legend>${text.effects.idToken}</legend>${idTokenFields(text, form)}</fieldset>
<fieldset><legend>${text.effects.travel}</legend>${travelFields(text, form)}</fieldset>`;
}

function scopeFields(call: PanelCall, form: Form): Html {
  const { fault: words, anyone } = call.text;
  const addresses = endpointIds.map((id) => ({
    value: id,
    label: `${endpoints[id].path} · ${id}`,
  }));
  const keys = [{ value: "", label: anyone }, ...keyChoices(call)];
  const people = call.state.people.list().filter(({ listed }) => listed);
  const suggestions = people
    .slice(0, maxSuggested)
    .map(
      ({ id, nickname, loginId }) => html`<option value="${id}">${nickname ?? loginId}</option>`,
    );
  return html`${selectField(form, { name: "endpoint", label: words.endpoint, choices: addresses })}
${textField(form, { name: "personId", label: words.personId, hint: words.personIdHint, list: "people" })}
<datalist id="people">${suggestions}</datalist>
${selectField(form, { name: "clientId", label: words.clientId, choices: keys })}
${textField(form, { name: "times", label: words.times, hint: words.timesHint, numeric: true })}`;
}

function replacingFields({ text, incoming }: PanelCall, form: Form): Html {
  const words = text.fault;
  const groupOf = (label: string, answersAs: Rule["answersAs"][]) => ({
    label,
    choices: ruleIds
      .filter((id) => answersAs.includes(rules[id].answersAs))
      .map((id) => ({
        value: id,
        label: `${rules[id].code} · ${rules[id].when[incoming.language].replaceAll("`", "")}`,
      })),
  });
  const groups = [
    groupOf(endpoints.authorize.path, ["page", "callback"]),
    groupOf(endpoints.token.path, ["token"]),
    groupOf("kapi", ["kapi"]),
  ];
  const first = { value: "", label: text.none };
  return html`<div class="columns">
${groupedSelect(form, { name: "kakaoCode", label: words.kakaoCode, first, groups })}
${textField(form, { name: "status", label: words.status, numeric: true })}
${textArea(form, { name: "body", label: words.body, rows: 2 })}
${textField(form, { name: "redirectTo", label: words.redirectTo })}
</div><div class="switches">${switchField(form, { name: "hang", label: words.hang })}
${switchField(form, { name: "drop", label: words.drop })}</div>`;
}

function alteringFields({ fault: words }: PanelText, form: Form): Html {
  return html`<div class="columns">
${textArea(form, { name: "setFields", label: words.setFields, hint: words.setFieldsHint, rows: 2 })}
${textField(form, { name: "removeFields", label: words.removeFields, hint: words.removeFieldsHint })}
${textArea(form, { name: "headers", label: words.headers, rows: 2 })}
</div><div class="switches">${switchField(form, { name: "ignorePkce", label: words.ignorePkce })}
${switchField(form, { name: "acceptCodeReuse", label: words.acceptCodeReuse })}</div>`;
}

function idTokenFields({ fault: words, none }: PanelText, form: Form): Html {
  const choices = (values: string[]) => [
    { value: "", label: none },
    ...values.map((value) => ({ value, label: value })),
  ];
  return html`<div class="switches">${switchField(form, { name: "idToken.omit", label: words.omit })}
${switchField(form, { name: "idToken.unpublished", label: words.unpublished })}</div><div class="columns">
${selectField(form, { name: "idToken.alg", label: words.alg, choices: choices(algorithms) })}
${selectField(form, { name: "idToken.hmacKey", label: words.hmacKey, choices: choices(["client_secret", "public_key_pem"]) })}
${textArea(form, { name: "idToken.claims", label: words.claims, hint: words.claimsHint, rows: 2 })}
${textArea(form, { name: "idToken.jwt", label: words.jwt, rows: 2 })}
</div>`;
}

function travelFields({ fault: words }: PanelText, form: Form): Html {
  const numbers = ["delayMs", "dripBytesPerSecond", "truncateBodyTo", "hugeBodyBytes"] as const;
  const field = (name: (typeof numbers)[number]) =>
    textField(form, { name, label: words[name], numeric: true });
  return html`<div class="columns narrow">${numbers.map(field)}</div><div class="switches">
${switchField(form, { name: "hangAfterHeaders", label: words.hangAfterHeaders })}
${switchField(form, { name: "gzipBomb", label: words.gzipBomb })}</div>`;
}
