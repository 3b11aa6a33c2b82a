// Which requirements a test says it shows. Called by the reporters that record runs and by the table.

const groups = "AR|CB|TV|ST|WB|OR|RP|NX|WH|LO|WD|SE|IN|RL|MI|EV|SC";
/** CB-12; the fault rows K1, D2, P3, B4; the invariants I5; the load lines L6. */
const requirementId = `(?:(?:${groups})-\\d+|[KDPBIL]\\d+)`;
/** In round brackets, where titles carry them: "(CB-12, B1)". */
const inBrackets = new RegExp(`\\((${requirementId}(?:, ${requirementId})*)\\)`, "g");
/** Modules of OpenID's conformance suite go by their own names. */
const conformanceModule = /\b(oidcc|fapi2-security-profile-final)-client-test[a-z0-9_-]*/g;

/** @returns the IDs in a test's title, in its order; none for most unit tests */
export function findRequirementIds(title: string): string[] {
  const lists = [...title.matchAll(inBrackets)].flatMap(([, list = ""]) => list.split(", "));
  return [...lists, ...(title.match(conformanceModule) ?? [])];
}
