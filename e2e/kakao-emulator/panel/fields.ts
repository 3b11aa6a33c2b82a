// Form fields of the panel: label, hint, what was typed, and what is wrong with it. A field bears
// the name that the control API gives it, so that its errors find their place by themselves.
import { type Html, html } from "../pages/html";
import type { InputError } from "../world/input-error";
import type { PanelText } from "./text";

export type FormState = { values: URLSearchParams; error: InputError | null };

export const untouched: FormState = { values: new URLSearchParams(), error: null };

/** The form of one page: `id` keeps two forms with the same fields apart. */
export type Form = FormState & { id: string };

export type Field = { name: string; label: string; hint?: string };
type Choice = { value: string; label: string };

/** `keys.0.redirectUris.2` is about the field `redirectUris`. */
function isAbout({ error }: Form, name: string): boolean {
  const field = error?.field.replace(/^keys\.\d+\./, "") ?? "";
  return field === name || field.startsWith(`${name}.`);
}

export function textField(form: Form, field: Field & { list?: string; numeric?: true }): Html {
  const extra = html`${field.numeric && html` inputmode="numeric"`}${field.list !== undefined && html` list="${field.list}"`}`;
  return labelled(
    form,
    field,
    html`<input type="text"${identify(form, field)} value="${form.values.get(field.name) ?? ""}" autocomplete="off" autocapitalize="none" spellcheck="false"${extra}${describeBy(form, field)}>`,
  );
}

export function textArea(form: Form, field: Field & { rows?: number }): Html {
  // The line break after the tag is dropped by the parser; without it, one of the value's would be.
  return labelled(
    form,
    field,
    html`<textarea${identify(form, field)} rows="${field.rows ?? 3}" class="wire" autocapitalize="none" spellcheck="false"${describeBy(form, field)}>
${form.values.get(field.name) ?? ""}</textarea>`,
  );
}

export function selectField(form: Form, field: Field & { choices: Choice[] }): Html {
  return labelled(
    form,
    field,
    html`<select${identify(form, field)}${describeBy(form, field)}>${field.choices.map((choice) => option(form, field.name, choice))}</select>`,
  );
}

/** A select in groups; a choice without a group comes first. */
export function groupedSelect(
  form: Form,
  field: Field & { first: Choice; groups: { label: string; choices: Choice[] }[] },
): Html {
  const groups = field.groups.map(
    ({ label, choices }) =>
      html`<optgroup label="${label}">${choices.map((choice) => option(form, field.name, choice))}</optgroup>`,
  );
  return labelled(
    form,
    field,
    html`<select${identify(form, field)}${describeBy(form, field)}>${option(form, field.name, field.first)}${groups}</select>`,
  );
}

function option(form: Form, name: string, { value, label }: Choice): Html {
  const isChosen = (form.values.get(name) ?? "") === value;
  return html`<option value="${value}"${isChosen && html` selected`}>${label}</option>`;
}

export function switchField(form: Form, { name, label }: Field): Html {
  const isOn = form.values.get(name) === "on";
  return html`<div class="field"><label class="switch"><input type="checkbox" name="${name}" value="on"${isOn && html` checked`}${describeBy(form, { name, label })}><span>${label}</span></label>${showError(form, name)}</div>`;
}

function labelled(form: Form, field: Field, control: Html): Html {
  const hint =
    field.hint !== undefined &&
    html`<span class="hint" id="${form.id}-${field.name}-hint">${field.hint}</span>`;
  return html`<div class="field"><label for="${form.id}-${field.name}">${field.label}</label>${control}${hint}${showError(form, field.name)}</div>`;
}

/** The label stands beside the control, not around it: a select's choices are no part of it. */
function identify({ id }: Form, { name }: Field): Html {
  return html` id="${id}-${name}" name="${name}"`;
}

function describeBy(form: Form, { name, hint }: Field): Html {
  const ids = [
    ...(hint === undefined ? [] : [`${form.id}-${name}-hint`]),
    ...(isAbout(form, name) ? [`${form.id}-${name}-error`] : []),
  ];
  const invalid = isAbout(form, name) && html` aria-invalid="true"`;
  return html`${ids.length > 0 && html` aria-describedby="${ids.join(" ")}"`}${invalid}`;
}

function showError(form: Form, name: string): Html | null {
  if (form.error === null || !isAbout(form, name)) return null;
  return html`<span class="error" id="${form.id}-${name}-error">${form.error.message}</span>`;
}

/** Above the form: what cannot be taken, also when no field on the page bears its name. */
export function showFormError(text: PanelText, { error }: FormState): Html | null {
  if (error === null) return null;
  return html`<p class="notice" role="alert">${text.refusedInput}: <span class="wire">${error.field}</span> · ${error.message}</p>`;
}

/** A form that posts to an action of the panel, and the values it carries unseen. */
export function actionForm(
  action: string,
  hidden: Record<string, string>,
  body: Html,
  className = "",
): Html {
  const fields = Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="/_emulator/panel/${action}" class="${className}">${fields}${body}</form>`;
}
