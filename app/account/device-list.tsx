// Where the person is signed in. Called by the account page.
import type { Device } from "#lib/session/devices";
import { readText } from "#lib/text/locale";
import { joinName, nameDevices } from "./device-names";
import { DeviceRow } from "./device-row";

export async function DeviceList(props: { devices: Device[]; csrfToken: string }) {
  const text = await readText();
  const named = props.devices.map(({ kind, browser, app, system }) => ({
    browser: kind === "app" ? joinName([text.account.app, app]) : browser,
    system,
  }));
  const names = nameDevices(named, text.account.unknownDevice);
  return (
    <section aria-labelledby="devices">
      <h2 className="group-heading" id="devices">
        {text.account.devices}
      </h2>
      <ul className="rows">
        {props.devices.map((device, index) => (
          <DeviceRow
            key={device.id}
            device={device}
            name={names[index] ?? text.account.unknownDevice}
            csrfToken={props.csrfToken}
          />
        ))}
      </ul>
    </section>
  );
}
