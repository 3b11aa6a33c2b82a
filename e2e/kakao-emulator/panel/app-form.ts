// The fields of an app's settings, and what they mean as input of the control API.
import type { Language } from "../http/incoming";
import { type Html, html } from "../pages/html";
import { consentItemNames } from "../pages/text";
import { type App, consentItemIds } from "../world/app-schema";
import { consentLevel } from "../world/apps";
import { type Form, selectField, switchField, textArea, textField } from "./fields";
import { readLines } from "./form-input";
import type { PanelText } from "./text";

const switches = [
  "loginEnabled",
  "oidc",
  "business",
  "autoLink",
  "kakaoSync",
  "clientSecretOn",
  "rateLimits",
] as const;

export function makingFields(text: PanelText, form: Form): Html {
  return html`<div class="columns">${textField(form, { name: "name", label: text.app.name })}
${textArea(form, { name: "redirectUris", label: text.app.redirectUris, hint: text.onePerLine })}</div>
<div class="switches">${(["oidc", "business"] as const).map((name) => switchField(form, { name, label: text.app[name] }))}</div>`;
}

export function readMaking(form: URLSearchParams): unknown {
  return {
    name: form.get("name") ?? "",
    oidc: form.get("oidc") === "on",
    business: form.get("business") === "on",
    keys: [{ redirectUris: readLines(form, "redirectUris") }],
  };
}

export function changingFields(text: PanelText, language: Language, form: Form): Html {
  const words = text.app;
  return html`<fieldset><legend>${words.switches}</legend>
<div class="columns">${textField(form, { name: "name", label: words.name })}
${textField(form, { name: "clientSecret", label: words.clientSecret, hint: text.firstKey })}</div>
<div class="switches">${switches.map((name) => switchField(form, { name, label: words[name] }))}</div></fieldset>
<fieldset><legend>${words.addresses}</legend><div class="columns wide">
${textArea(form, { name: "redirectUris", label: words.redirectUris, hint: `${text.onePerLine} · ${text.firstKey}`, rows: 5 })}
${textArea(form, { name: "logoutRedirectUris", label: words.logoutRedirectUris, hint: text.onePerLine, rows: 5 })}
</div></fieldset>
<fieldset><legend>${words.consentItems}</legend><div class="columns narrow">${consentFields(text, language, form)}</div></fieldset>
<fieldset><legend>${words.isTestApp}</legend><div class="columns">
${switchField(form, { name: "isTestApp", label: words.isTestApp })}
${textArea(form, { name: "testMembers", label: words.testMembers, hint: text.onePerLine })}
</div></fieldset>
<fieldset><legend>${words.webhooks}</legend><div class="columns">${webhookFields(text, form)}</div></fieldset>`;
}

function consentFields(text: PanelText, language: Language, form: Form): Html[] {
  const choices = Object.entries(text.levels).map(([value, label]) => ({ value, label }));
  return consentItemIds.map((id) => {
    const label = `${consentItemNames[id][language]} · ${id}`;
    return selectField(form, { name: `consentItems.${id}`, label, choices });
  });
}

function webhookFields(text: PanelText, form: Form): Html {
  const words = text.app;
  const plain = (value: string) => ({ value, label: value });
  return html`${textField(form, { name: "unlinkWebhook.url", label: words.unlinkUrl, hint: text.emptyIsOff })}
${selectField(form, { name: "unlinkWebhook.method", label: words.unlinkMethod, choices: ["POST", "GET"].map(plain) })}
${textField(form, { name: "accountStateWebhook.url", label: words.accountStateUrl, hint: text.emptyIsOff })}
${selectField(form, { name: "accountStateWebhook.audience", label: words.audience, choices: ["rest_api_key", "app_id"].map(plain) })}
${switchField(form, { name: "accountStateWebhook.riscPermitted", label: words.riscPermitted })}`;
}

export function fillApp(app: App): URLSearchParams {
  const [key] = app.keys;
  const values = new URLSearchParams({
    name: app.name,
    clientSecret: key?.clientSecret ?? "",
    redirectUris: key?.redirectUris.join("\n") ?? "",
    logoutRedirectUris: app.logoutRedirectUris.join("\n"),
    testMembers: app.testMembers?.join("\n") ?? "",
    "unlinkWebhook.url": app.unlinkWebhook?.url ?? "",
    "unlinkWebhook.method": app.unlinkWebhook?.method ?? "POST",
    "accountStateWebhook.url": app.accountStateWebhook?.url ?? "",
    "accountStateWebhook.audience": app.accountStateWebhook?.audience ?? "rest_api_key",
  });
  const marks = {
    ...app,
    clientSecretOn: key?.clientSecretOn === true,
    isTestApp: app.testMembers !== null,
    "accountStateWebhook.riscPermitted": app.accountStateWebhook?.riscPermitted === true,
  };
  const names = [...switches, "isTestApp", "accountStateWebhook.riscPermitted"] as const;
  for (const name of names) if (marks[name] === true) values.set(name, "on");
  for (const id of consentItemIds) values.set(`consentItems.${id}`, consentLevel(app, id));
  return values;
}

/** What the settings form means; the schema and the console's rules judge it. */
export function readChange(form: URLSearchParams): unknown {
  const isOn = (name: string) => form.get(name) === "on";
  const levels = consentItemIds.map((id) => [id, form.get(`consentItems.${id}`) ?? "off"]);
  return {
    name: form.get("name") ?? "",
    clientSecret: form.get("clientSecret") ?? "",
    ...Object.fromEntries(switches.map((name) => [name, isOn(name)])),
    redirectUris: readLines(form, "redirectUris"),
    logoutRedirectUris: readLines(form, "logoutRedirectUris"),
    consentItems: Object.fromEntries(levels),
    testMembers: isOn("isTestApp") ? readLines(form, "testMembers") : null,
    unlinkWebhook: readWebhook(form, "unlinkWebhook", ["url", "method"]),
    accountStateWebhook: readAccountStateWebhook(form),
  };
}

function readAccountStateWebhook(form: URLSearchParams) {
  const webhook = readWebhook(form, "accountStateWebhook", ["url", "audience"]);
  const riscPermitted = form.get("accountStateWebhook.riscPermitted") === "on";
  return webhook && { ...webhook, riscPermitted };
}

function readWebhook(form: URLSearchParams, name: string, fields: string[]) {
  if (!form.get(`${name}.url`)) return null;
  return Object.fromEntries(fields.map((field) => [field, form.get(`${name}.${field}`) ?? ""]));
}
