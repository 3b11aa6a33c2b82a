// One signed-in browser or app: what it is, when it was last here, and its way out.
// Called by device-list.tsx.
import type { Device } from "#lib/session/devices";
import { formatRelativeTime } from "#lib/text/dates";
import { fill } from "#lib/text/fill";
import { readLocale, readText } from "#lib/text/locale";
import { DevicesForm } from "./devices-form";

type Props = { device: Device; name: string; csrfToken: string };

export async function DeviceRow({ device, name, csrfToken }: Props) {
  const [locale, text] = await Promise.all([readLocale(), readText()]);
  return (
    <li className="row device">
      <div className="device-words">
        <p className="device-name">
          <span>{name}</span>
          {device.isCurrent && <span className="badge">{text.account.thisDevice}</span>}
        </p>
        <time className="quiet" dateTime={device.lastSeenAt.toISOString()}>
          {formatRelativeTime(device.lastSeenAt, locale)}
        </time>
      </div>
      <DevicesForm csrfToken={csrfToken} device={device.id}>
        <button
          className="text-button"
          type="submit"
          aria-label={fill(text.account.signOutOfNamedDevice, { device: name })}
        >
          {text.account.signOutOfDevice}
        </button>
      </DevicesForm>
    </li>
  );
}
