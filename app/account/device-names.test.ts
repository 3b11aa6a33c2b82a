// Names of devices are unique, whatever the browsers said.
import { expect, test } from "vitest";
import { nameDevices } from "./device-names";

test("a device is called by its browser and its system, or by what is known of them", () => {
  const devices = [
    { browser: "Chrome", system: "Android" },
    { browser: "Safari", system: null },
    { browser: null, system: "Windows" },
    { browser: null, system: null },
  ];
  expect(nameDevices(devices, "?")).toEqual(["Chrome · Android", "Safari", "Windows", "?"]);
});

test("devices that look alike are numbered", () => {
  const alike = { browser: "Chrome", system: "Android" };
  expect(nameDevices([alike, alike, alike], "?")).toEqual([
    "Chrome · Android",
    "Chrome · Android (2)",
    "Chrome · Android (3)",
  ]);
});
