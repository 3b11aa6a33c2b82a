// The fields of a person, for making one and for changing one, and what they mean as input of the
// control API.
import { type Html, html } from "../pages/html";
import { ageRanges, type Person, type PersonInput } from "../world/person-schema";
import { type Form, selectField, switchField, textField } from "./fields";
import type { PanelText } from "./text";

const switches = [
  "emailValid",
  "emailVerified",
  "defaultNickname",
  "defaultImage",
  "under14",
  "guardianConsent",
  "sanctioned",
  "talkUser",
  "listed",
] as const;

/** Left empty, the person has none of it. */
const details = [
  "nickname",
  "email",
  "name",
  "gender",
  "ageRange",
  "birthyear",
  "birthday",
  "phoneNumber",
  "imageUrl",
] as const;

/** Those whose answers differ most, first; the rest can be changed on the person's own page. */
const makingSwitches = ["under14", "guardianConsent", "sanctioned", "defaultImage"] as const;

export function makingFields(text: PanelText, form: Form): Html {
  const { fields } = text;
  const field = (name: "nickname" | "loginId" | "email" | "id", hint: string) =>
    textField(form, { name, label: fields[name], hint });
  return html`<div class="columns">
${field("nickname", text.emptyNickname)}
${field("email", text.noEmailHint)}
${field("loginId", text.emptyChosen)}
${field("id", text.emptyChosen)}
</div><div class="switches">${makingSwitches.map((name) => switchField(form, { name, label: fields[name] }))}</div>`;
}

/** What the making form means: an empty nickname is Kakao's default one. */
export function readMaking(form: URLSearchParams): PersonInput {
  const { nickname, email, loginId, id } = Object.fromEntries(form);
  const marks = makingSwitches.map((name) => [name, form.get(name) === "on"]);
  return {
    ...(nickname ? { nickname } : { defaultNickname: true }),
    email: email ? email : null,
    ...(loginId && { loginId }),
    ...(id && { id }),
    ...Object.fromEntries(marks),
    listed: true,
  };
}

export function changingFields(text: PanelText, form: Form): Html {
  const { fields } = text;
  const none = { value: "", label: text.none };
  const field = (name: keyof typeof fields, hint?: string) =>
    textField(form, { name, label: fields[name], hint });
  const choice = (name: "gender" | "ageRange", values: readonly string[]) =>
    selectField(form, {
      ...{ name, label: fields[name] },
      choices: [none, ...values.map((value) => ({ value, label: value }))],
    });
  return html`<div class="columns">
${field("nickname", text.emptyIsNone)}
${field("loginId")}
${field("email", text.noEmailHint)}
${field("name")}
${choice("gender", ["female", "male"])}
${choice("ageRange", ageRanges)}
${field("birthyear")}
${field("birthday")}
${field("phoneNumber")}
${field("imageUrl")}
</div><div class="switches">${switches.map((name) => switchField(form, { name, label: fields[name] }))}</div>`;
}

export function fillPerson(person: Person): URLSearchParams {
  const values = new URLSearchParams({ loginId: person.loginId });
  for (const name of details) values.set(name, person[name] ?? "");
  for (const name of switches) if (person[name]) values.set(name, "on");
  return values;
}

/** What the changing form means; the schema judges it. */
export function readChange(form: URLSearchParams): unknown {
  const texts = details.map((name) => [name, form.get(name) || null]);
  const marks = switches.map((name) => [name, form.get(name) === "on"]);
  return { loginId: form.get("loginId") ?? "", ...Object.fromEntries([...texts, ...marks]) };
}
