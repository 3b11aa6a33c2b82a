// Refusals of the REST API (kapi): `{"msg", "code"}`. Of several rows with one code, the first is
// the one that a fault means by the bare code.
import { kapiAccessRules } from "./kapi-access";
import { kapiFaultRules } from "./kapi-faults";
import { kapiRequestRules } from "./kapi-requests";

export const kapiRules = { ...kapiAccessRules, ...kapiFaultRules, ...kapiRequestRules };
