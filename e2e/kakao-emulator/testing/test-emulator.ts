// One emulator for a file of tests, back at its seed before each of them. Importing it is enough:
// vitest gives every file modules of its own, so the hooks below are that file's.
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { KakaoEmulatorClient } from "../client";
import { createKakaoEmulator, type KakaoEmulator } from "../server";

/** There once the first test runs. */
export let emulator: KakaoEmulator;
export let client: KakaoEmulatorClient;
export let origin: string;

beforeAll(async () => {
  emulator = await createKakaoEmulator();
  ({ origin, client } = emulator);
});
beforeEach(() => client.reset());
afterAll(() => emulator.close());
