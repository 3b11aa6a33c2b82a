// Ends a link or a whole account, as the control API does.
import { z } from "zod";
import { unlinkReasons } from "../world/happenings";
import { checkInput } from "../world/input-error";
import { disconnectPerson } from "../world/link-life";
import { deletePerson } from "../world/person-life";
import { requireNamed, showAgainFor } from "./person-actions";
import type { Action } from "./routes";

const unlinkSchema = z.object({
  appId: z.coerce.number().int(),
  reason: z.enum(unlinkReasons),
});

const deleteSchema = z.object({
  reason: z.enum(["ACCOUNT_DELETE", "FORCED_ACCOUNT_DELETE"]),
});

export const unlinkPerson: Action = {
  run: (call) => {
    const person = requireNamed(call);
    const input = checkInput(unlinkSchema, Object.fromEntries(call.incoming.form));
    disconnectPerson(call.state, person.id, input);
    return `/_emulator/people/${person.id}`;
  },
  showAgain: showAgainFor("unlink-person"),
};

export const removePerson: Action = {
  run: (call) => {
    const person = requireNamed(call);
    const { reason } = checkInput(deleteSchema, Object.fromEntries(call.incoming.form));
    deletePerson(call.state, person, reason);
    return "/_emulator/people";
  },
  showAgain: showAgainFor("delete-person"),
};
