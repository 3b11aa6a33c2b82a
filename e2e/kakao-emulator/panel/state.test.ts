// The panel's clock, snapshots, keys and reset, and the tables of rules.
import { describe, expect, test } from "vitest";
import { endpointIds } from "../rules/endpoints";
import { ruleIds } from "../rules/rules";
import { client, emulator, origin } from "../testing/test-emulator";
import { readForm, readPage, submit } from "../testing/test-panel";

const at = (path: string) => readPage(`${origin}/_emulator${path}`);

describe("clock and state", () => {
  test("the clock moves by steps, to an offset, and back", async () => {
    const { clock } = emulator.state;
    await submit(origin, "move-clock", { by: "3600" });
    await submit(origin, "move-clock", { by: String(31 * 86_400) });
    expect(clock.offsetSeconds).toBe(3600 + 31 * 86_400);
    expect(await at("/people")).toContain("Emulator clock +31 d 1 h");
    await submit(origin, "move-clock", { offsetSeconds: "-90" });
    expect(await at("/state")).toContain("−1 min 30 s");
    await submit(origin, "move-clock", { to: "0" });
    expect(clock.offsetSeconds).toBe(0);
  });

  test.each(["", "soon", "1.5", "9".repeat(15), "9".repeat(30)])("not to %j", async (typed) => {
    const refused = await submit(origin, "move-clock", { offsetSeconds: typed });
    const page = await refused.text();
    expect(refused.status).toBe(400);
    expect(page).toContain('id="clock-offsetSeconds-error"');
    expect(page).toContain(`name="offsetSeconds" value="${typed}"`);
    expect(emulator.state.clock.offsetSeconds).toBe(0);
  });

  test("keys rotate", async () => {
    const [first] = emulator.state.keys.kids();
    await submit(origin, "rotate-keys");
    const [fresh, second] = emulator.state.keys.kids();
    expect(second).toBe(first);
    expect(await at("/state")).toContain(`<code>${fresh}</code> <span class="mark">signs</span>`);
  });

  test("a snapshot is taken, gone back to, and forgotten", async () => {
    await client.createPerson({ id: "77" });
    await submit(origin, "take-snapshot", { name: "with-77" });
    await client.deletePerson("77");
    const form = readForm(await at("/state"), "restore-snapshot");
    expect(form).toEqual({ name: "with-77" });
    await submit(origin, "restore-snapshot", form);
    expect((await client.readPerson("77")).id).toBe("77");
    await submit(origin, "remove-snapshot", form);
    expect(emulator.state.snapshots.list()).toEqual([]);
    expect(await at("/state")).toContain('href="/_emulator/api/seed"');
    const refused = await submit(origin, "take-snapshot", { name: "not a name" });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('id="snapshot-name-error"');
  });

  test("reset goes back to the seed", async () => {
    await client.createPerson({ id: "77" });
    await client.setFault({ endpoint: "token", hang: true });
    await submit(origin, "reset");
    expect(emulator.state.people.find("77")).toBeNull();
    expect(await client.listFaults()).toEqual([]);
  });
});

describe("rules", () => {
  test.each(["ko", "en"])(
    "every row of both tables has an anchor and a source (%s)",
    async (language) => {
      const page = await readPage(`${origin}/_emulator/rules`, language);
      for (const id of ruleIds) expect(page).toContain(`<tr id="${id}">`);
      for (const id of endpointIds) expect(page).toContain(`<tr id="endpoint-${id}">`);
      expect(page).toContain('href="https://developers.kakao.com/docs/');
      expect(page).not.toContain("`");
    },
  );
});
