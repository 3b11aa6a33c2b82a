// The table of events: all that Kakao lists, each with its consequence (WH-16).
import { describe, expect, test } from "vitest";
import { effectsOf, eventTypes } from "#lib/webhooks/event-types";

const OPENID = "https://schemas.openid.net/secevent";
const nothing = {
  ...{ endsSessions: false, state: null, asksWhetherLinked: false, refreshes: false },
  ...{ drops: [], withdrawn: [] },
};
const sessionsEnd = { ...nothing, endsSessions: true };
const unlinked = { ...sessionsEnd, asksWhetherLinked: true };
const refresh = { ...nothing, refreshes: true };

const expected: [string, object][] = [
  ["oauth/event-type/user-linked", nothing],
  ["oauth/event-type/user-unlinked", unlinked],
  ["oauth/event-type/user-scope-consent", refresh],
  ["oauth/event-type/user-scope-withdraw", { ...refresh, drops: ["nickname", "image", "email"] }],
  ["oauth/event-type/tokens-revoked", sessionsEnd],
  ["oauth/event-type/token-issued", nothing],
  ["oauth/event-type/token-revoked", nothing],
  ["risc/event-type/account-credential-change-required", sessionsEnd],
  ["risc/event-type/account-purged", unlinked],
  ["risc/event-type/account-disabled", { ...sessionsEnd, state: "blocked" }],
  ["risc/event-type/account-enabled", { ...nothing, state: "enabled" }],
  ["risc/event-type/credential-compromise", sessionsEnd],
  ["risc/event-type/identifier-changed", refresh],
  ["risc/event-type/identifier-recycled", refresh],
  ["risc/event-type/sessions-revoked", sessionsEnd],
  ["caep/event-type/assurance-level-change", nothing],
  ["caep/event-type/credential-change", sessionsEnd],
];

test.each(expected)("%s (WH-16)", (name, effects) => {
  expect(effectsOf(new Map([[`${OPENID}/${name}`, {}]]))).toEqual(effects);
});

test("kakao's own user-profile-changed refreshes (WH-16)", () => {
  const uri = "https://schemas.kakao.com/platevent/kakao/event-type/user-profile-changed";
  expect(effectsOf(new Map([[uri, {}]]))).toEqual(refresh);
});

test("there are eighteen, and one that is not among them does nothing (WH-16)", () => {
  expect(eventTypes.size).toBe(18);
  expect(effectsOf(new Map([["https://new.test/event", {}]]))).toEqual(nothing);
});

test("of a block and its end in one token the block holds", () => {
  const both = ["account-enabled", "account-disabled"].map(
    (name) => [`${OPENID}/risc/event-type/${name}`, {}] as const,
  );
  expect(effectsOf(new Map(both)).state).toBe("blocked");
});

describe("a withdrawn consent takes what it stands for", () => {
  const uri = `${OPENID}/oauth/event-type/user-scope-withdraw`;
  test.each<[string, object, string[], string[]]>([
    ["a list", { scopes: ["account_email"] }, ["email"], ["account_email"]],
    [
      "text",
      { scope: "profile_image account_email" },
      ["image", "email"],
      ["profile_image", "account_email"],
    ],
    ["another item", { scope: "talk_message" }, [], ["talk_message"]],
    ["odd ones", { scopes: [7, "'; DROP", "X"] }, ["nickname", "image", "email"], []],
  ])("%s", (_, said, drops, withdrawn) => {
    expect(effectsOf(new Map([[uri, { ...said }]]))).toMatchObject({ drops, withdrawn });
  });
});
