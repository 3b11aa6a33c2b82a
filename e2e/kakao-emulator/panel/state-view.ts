// What concerns the emulator as a whole: its clock, snapshots, its signing keys, and the way back to the start.
import type { Answer } from "../http/answer";
import { type Html, html } from "../pages/html";
import { actionForm, type FormState, showFormError, textField, untouched } from "./fields";
import { answerPage } from "./frame";
import type { PanelCall } from "./panel-call";
import { showSnapshots } from "./snapshots-view";
import { describeDuration, describeTime } from "./times";

const moves = {
  hour: 3_600,
  sixHours: 6 * 3_600,
  day: 86_400,
  month: 31 * 86_400,
  twoMonths: 60 * 86_400,
} as const;

export function showState(call: PanelCall): Answer {
  return showStateWith(call, untouched);
}

export function showStateWith(call: PanelCall, form: FormState): Answer {
  const { text } = call;
  const isAboutSnapshot = form.error?.field === "name";
  const body = html`<h1>${text.stateTitle}</h1>
${showClock(call, isAboutSnapshot ? untouched : form)}
${showSnapshots(call, isAboutSnapshot ? form : untouched)}
${showKeys(call)}
${showReset(call)}`;
  return answerPage(call, { title: text.stateTitle, place: "state", body });
}

function showClock({ text, state }: PanelCall, formState: FormState): Html {
  const { offsetSeconds } = state.clock;
  const values = new URLSearchParams({ offsetSeconds: String(offsetSeconds) });
  const form = {
    ...(formState.error === null ? { ...formState, values } : formState),
    id: "clock",
  };
  const sign = offsetSeconds < 0 ? "−" : "+";
  const buttons = (Object.keys(moves) as (keyof typeof moves)[]).map(
    (move) =>
      html`<button class="button" name="by" value="${moves[move]}">${text.moves[move]}</button>`,
  );
  const custom = html`${textField(form, { name: "offsetSeconds", label: text.offsetSeconds, numeric: true })}
<button class="button">${text.setOffset}</button>`;
  return html`<section aria-labelledby="clock"><h2 id="clock">${text.clock}</h2>
<p>${text.clockLead}</p>${showFormError(text, form)}
<dl class="facts"><dt>${text.now}</dt><dd class="wire unbroken">${describeTime(state.clock.nowMs())}</dd>
<dt>${text.offset}</dt><dd>${offsetSeconds === 0 ? text.none : `${sign}${describeDuration(text, Math.abs(offsetSeconds))}`}</dd></dl>
<div class="buttons">${actionForm(
    "move-clock",
    {},
    html`${buttons}
<button class="button" name="to" value="0">${text.backToNow}</button>`,
  )}</div>
${actionForm("move-clock", {}, custom, "inline")}</section>`;
}

function showKeys({ text, state }: PanelCall): Html {
  const keys = state.keys
    .kids()
    .map(
      (kid, index) =>
        html`<li><code>${kid}</code> ${index === 0 && html`<span class="mark">${text.signs}</span>`}</li>`,
    );
  return html`<section aria-labelledby="keys"><h2 id="keys">${text.keysTitle}</h2>
<p>${text.keysLead}</p><ol class="plain">${keys}</ol>
${actionForm("rotate-keys", {}, html`<button class="button">${text.rotate}</button>`)}</section>`;
}

/** Folded, so that it takes two steps. */
function showReset({ text }: PanelCall): Html {
  const button = html`<p class="quiet">${text.resetLead}</p><button class="button grave">${text.reset}</button>`;
  return html`<details class="fold"><summary>${text.resetTitle}</summary>${actionForm("reset", {}, button, "settings")}</details>`;
}
