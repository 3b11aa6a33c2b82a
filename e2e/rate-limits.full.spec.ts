// The last point of a limit, and two who want it, a hundred times.
import { baseUrl, secondUrl } from "./addresses";
import { expect, test } from "./fixtures";
import { exchange, kakaoTokenOf } from "./native-steps";

const ROUNDS = 100;
const LIMIT = 10;

test("of eleven who come at once, on two instances, exactly ten pass, a hundred times (RL-2, L16)", async ({
  kakao,
  person,
}) => {
  test.setTimeout(180_000);
  for (let round = 0; round < ROUNDS; round += 1) {
    const token = await kakaoTokenOf(kakao, person);
    const answers = await Promise.all(
      Array.from({ length: LIMIT + 1 }, (_, n) =>
        exchange(token, { at: n % 2 ? baseUrl() : secondUrl() }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses, `round ${round}`).toEqual([...Array(LIMIT).fill(200), 429]);
  }
});
