// Named copies of the world: taken, gone back to, forgotten. A section of the state page.
import { type Html, html } from "../pages/html";
import type { SnapshotInfo } from "../world/snapshots";
import { actionForm, type FormState, showFormError, textField } from "./fields";
import type { PanelCall } from "./panel-call";
import { describeTime } from "./times";

export function showSnapshots({ text, state }: PanelCall, formState: FormState): Html {
  const form = { ...formState, id: "snapshot" };
  const fields = html`${textField(form, { name: "name", label: `${text.snapshotName} (a-z 0-9 _ . -)` })}
<button class="button">${text.takeSnapshot}</button>`;
  const snapshots = state.snapshots.list();
  return html`<section aria-labelledby="snapshots"><h2 id="snapshots">${text.snapshotsTitle}</h2>
<p>${text.snapshotsLead}</p>${showFormError(text, form)}
${snapshots.length > 0 && showTable(text, snapshots)}
${actionForm("take-snapshot", {}, fields, "inline")}
<p><a href="/_emulator/api/seed">${text.asSeed}</a></p></section>`;
}

function showTable(text: PanelCall["text"], snapshots: SnapshotInfo[]): Html {
  const button = (action: string, name: string, label: string) =>
    actionForm(action, { name }, html`<button class="button">${label}</button>`);
  const rows = snapshots.map(
    ({ name, takenAt }) => html`<tr>
<td class="main-cell" dir="auto">${name}</td>
<td data-label="${text.takenAt}"><span class="wire unbroken">${describeTime(Date.parse(takenAt))}</span></td>
<td><div class="inline">${button("restore-snapshot", name, text.restore)}${button("remove-snapshot", name, text.forget)}</div></td>
</tr>`,
  );
  return html`<table class="stack"><thead><tr><th scope="col">${text.snapshotName}</th><th scope="col">${text.takenAt}</th><th scope="col">${text.restore}</th></tr></thead><tbody>${rows}</tbody></table>`;
}
