// The form that signs out one device, or all of them. Called by the account page's rows.
import type { ReactNode } from "react";

/** `device`: a Device's id, or "all". */
export function DevicesForm(props: { csrfToken: string; device: string; children: ReactNode }) {
  return (
    <form action="/account/devices" method="post">
      <input type="hidden" name="csrfToken" value={props.csrfToken} />
      <input type="hidden" name="device" value={props.device} />
      {props.children}
    </form>
  );
}
