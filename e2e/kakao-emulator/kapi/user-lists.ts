// The two lists for an app's own administration: GET /v1/user/ids and GET /v2/app/users.
import { type JsonObject, RawJson } from "../http/raw-json";
import { endpoints } from "../rules/endpoints";
import { endIncompleteSignUps } from "../world/link-life";
import { type AppCall, isPreregistered, requireTargetType } from "./caller";
import { readChoice, readInteger, readLong, requireLongList } from "./parameters";
import { nothing, readPropertyKeys } from "./property-keys";
import { refuse } from "./refusal";
import { describePerson } from "./user-me";

const pageSize = 100;
const callsAMinute = { limit: 100, windowMs: 60_000 };
const maxTargets = 100;
const maxTargetsWithKeys = 20;

type Order = "asc" | "desc";

export function answerUserIds(call: AppCall): JsonObject {
  takeCall(call);
  const { incoming } = call;
  const limit = readInteger(incoming, "limit", 1, pageSize) ?? pageSize;
  const order = readChoice(incoming, "order", ["asc", "desc"]);
  const fromId = readLong(incoming, "from_id");
  const ids = listIds(call, order);
  const found = ids.findIndex((id) => fromId === null || isAtOrBehind(id, fromId, order));
  const start = found < 0 ? ids.length : found;
  const opposite = order === "asc" ? "desc" : "asc";
  const toUrl = (from: string | undefined, direction: Order) =>
    from === undefined ? null : writePageUrl(call, { limit, order: direction, fromId: from });
  return {
    elements: ids.slice(start, start + limit).map((id) => new RawJson(id)),
    before_url: toUrl(ids[start - 1], opposite),
    after_url: toUrl(ids[start + limit], order),
  };
}

function takeCall({ state, app }: AppCall): void {
  if (!app.rateLimits) return;
  const isAllowed = state.callCounts.take(`user_ids of ${app.appId}`, callsAMinute);
  if (!isAllowed) throw refuse("kapi-user-ids-quota");
}

/** Whoever still waits to be signed up is not a user of the app yet. */
function listIds({ state, app }: AppCall, order: Order): string[] {
  endIncompleteSignUps(state);
  const links = state.links.list().filter((link) => link.appId === app.appId);
  const ids = links
    .filter((link) => !isPreregistered({ app, link }))
    .map((link) => link.personId)
    .sort(compareIds);
  return order === "asc" ? ids : ids.reverse();
}

/** Ids have no leading zeros, so that more digits are more. */
function compareIds(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : Number(one > other));
}

function isAtOrBehind(id: string, fromId: string, order: Order): boolean {
  const difference = compareIds(id, fromId);
  return order === "asc" ? difference >= 0 : difference <= 0;
}

/** `from_id` is part of its own page, so each address names the first id that has not been seen. */
function writePageUrl(
  { incoming, app }: AppCall,
  { limit, order, fromId }: { limit: number; order: Order; fromId: string },
): string {
  const query = `limit=${limit}&order=${order}&from_id=${fromId}&app_key=${app.keys[0]?.key ?? ""}`;
  return `${incoming.origin}${endpoints.user_ids.path}?${query}`;
}

/** People who are not linked are left out. */
export function answerAppUsers(call: AppCall): JsonObject[] {
  const { state, incoming, app } = call;
  requireTargetType(incoming);
  const targetIds = new Set(requireLongList(incoming, "target_ids"));
  const wanted = readPropertyKeys(incoming, app);
  if (targetIds.size > (wanted === null ? maxTargets : maxTargetsWithKeys)) {
    throw refuse("kapi-bad-parameter", { parameter: "target_ids" });
  }
  endIncompleteSignUps(state);
  return [...targetIds].flatMap((targetId) => {
    const person = state.people.find(targetId);
    const link = state.links.find(app.appId, targetId);
    if (person === null || link === null) return [];
    return [describePerson({ app, person, link }, wanted ?? nothing, false)];
  });
}
