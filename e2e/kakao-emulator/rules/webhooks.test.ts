// The tables of the webhooks against what is sent; what happens by itself is held to them in
// webhooks/unlink-webhook.test.ts and webhooks/account-state-webhook.test.ts.
import { expect, test } from "vitest";
import { happeningKinds, unlinkReasons } from "../world/happenings";
import { writeTable } from "./readme-tables";
import { type SecurityEvent, securityEvents } from "./security-events";
import { sources } from "./sources";
import { unlinkReasonRows, webhooks } from "./webhooks";

const prefix = "https://schemas.openid.net/secevent";

test("every happening and every reason has a row, and no row is without one", () => {
  expect(Object.keys(securityEvents).sort()).toEqual([...happeningKinds].sort());
  expect(Object.keys(unlinkReasonRows).sort()).toEqual([...unlinkReasons].sort());
});

test("an event's URI ends with its name and stands under its group", () => {
  for (const [name, { uri, group }] of Object.entries(securityEvents)) {
    const root = group === "kakao" ? "https://schemas.kakao.com/platevent" : prefix;
    expect(uri).toBe(`${root}/${group}/event-type/${name}`);
  }
});

test("the unlink webhook has five referrer types, the reason of user-unlinked has two more", () => {
  const reasonsOnly = unlinkReasons.filter((reason) => !unlinkReasonRows[reason].unlinkWebhook);
  expect(reasonsOnly).toEqual(["UNLINK_FROM_SERVICE", "REVOKE_ACCOUNT_SERVICE_TERMS"]);
  expect(unlinkReasons).toHaveLength(7);
});

test("Kakao waits three seconds, for a 200 or a 202", () => {
  expect(webhooks.unlink).toMatchObject({ accepts: 200, timeoutMs: 3000 });
  expect(webhooks["account-state"]).toMatchObject({ accepts: 202, timeoutMs: 3000 });
});

test("every row names a source, speaks both languages, and has no empty word", () => {
  const rows: Pick<SecurityEvent, "what" | "source" | "unknown">[] = [
    ...Object.values(securityEvents),
    ...Object.values(unlinkReasonRows),
    ...Object.values(webhooks),
  ];
  for (const { what, source, unknown } of rows) {
    expect(Object.keys(sources)).toContain(source);
    for (const text of [what, unknown]) {
      if (text === undefined) continue;
      expect(text.en.trim()).not.toBe("");
      expect(text.ko).toMatch(/[가-힣]/);
    }
  }
});

test.each(["en", "ko"] as const)("the tables in %s have a line for every row", (language) => {
  const lines = (name: "webhooks" | "reasons" | "events") =>
    writeTable(name, language).split("\n").slice(2);
  expect(lines("webhooks")).toHaveLength(2);
  expect(lines("reasons").map((line) => line.split("`")[1])).toEqual(Object.keys(unlinkReasonRows));
  expect(lines("events").map((line) => line.split("`")[1])).toEqual(Object.keys(securityEvents));
  const width = (line: string) => line.split(" | ").length;
  for (const name of ["webhooks", "reasons", "events"] as const) {
    expect(new Set(writeTable(name, language).split("\n").map(width)).size).toBe(1);
  }
});
