// Sign-ins of people made of canaries, through whatever fault, and a note of all that came back.
// Called by the sink specs.
import { randomBytes } from "node:crypto";
import { callbackPath } from "./addresses";
import { Canaries } from "./canaries";
import type { KakaoEmulatorClient } from "./kakao-emulator/client";
import type { Person, PersonInput } from "./kakao-emulator/world/person-schema";
import { exchange, idTokenOf, kakaoTokenOf, meWith, postJson, refresh } from "./native-steps";
import { firstInstanceEnvironment } from "./own-app";
import { agreeAtKakao, startSignIn } from "./sign-in-steps";
import { type Answer, type Options, send, Visitor } from "./visitor";

/** What a terminal, a line reader or a log parser might obey (SE-7). */
const STEERING = "\u001b[2J\u2028\u0085";

export const canaryPerson = (): PersonInput => {
  const mark = randomBytes(6).toString("hex");
  const phone = String(Math.floor(Math.random() * 1e8)).padStart(8, "0");
  return {
    nickname: `카나리아${mark}\r\n{"level":"error","event":"forged"}${STEERING}`,
    email: `canary-${mark}@example.com`,
    phoneNumber: `+82 10-${phone.slice(0, 4)}-${phone.slice(4)}`,
    ci: randomBytes(66).toString("base64"),
  };
};

export class Sink {
  /** Never to be logged, shown to a stranger, or stored. */
  readonly secrets = new Canaries();
  /** Never to be logged, or shown to anybody else. */
  readonly personal = new Canaries();
  /** What strangers were answered. */
  readonly answers: string[] = [];

  constructor(
    private readonly kakao: KakaoEmulatorClient,
    private readonly at: string,
  ) {
    const { AUTH_SECRET, AUTH_KAKAO_SECRET, KAKAO_ADMIN_KEY } = firstInstanceEnvironment();
    this.secrets.add("AUTH_SECRET", AUTH_SECRET);
    this.secrets.add("client secret", AUTH_KAKAO_SECRET);
    this.secrets.add("admin key", KAKAO_ADMIN_KEY);
  }

  know({ id, nickname, email, phoneNumber, ci }: Person): void {
    this.personal.add("Kakao id", id);
    this.personal.add("nickname", /카나리아\w{12}/.exec(nickname ?? "")?.[0]);
    this.personal.add("e-mail", email);
    this.personal.add("phone", phoneNumber);
    this.personal.add("CI", ci);
  }

  /** A sign-in in a browser; `finish` may do worse than go back to the callback. */
  async visit(
    person: Person,
    finish = (visitor: Visitor, callback: string) => visitor.send(callback),
  ): Promise<Answer> {
    const visitor = new Visitor();
    const authorize = await startSignIn(visitor, { at: this.at });
    for (const name of ["state", "nonce", "code_challenge"])
      this.secrets.add(name, authorize.searchParams.get(name));
    for (const [name, value] of visitor.cookies()) this.secrets.add(name, value);
    const callback = await agreeAtKakao(visitor, authorize, person);
    this.secrets.add("code", callback.searchParams.get("code"));
    const answer = await finish(visitor, `${this.at}${callbackPath}${callback.search}`);
    const session = visitor.cookies().get("session");
    if (session) await this.lookAround(visitor, session);
    this.answers.push(answer.body, String(answer.location));
    return answer;
  }

  /** The owner's own pages are the owner's; what a stranger sees of them is not. */
  private async lookAround(visitor: Visitor, session: string): Promise<void> {
    this.secrets.add("session", session);
    for (const path of ["/", "/account", "/api/me"]) {
      await visitor.send(`${this.at}${path}`);
      await this.ask(path);
    }
    const csrf = await visitor.send(`${this.at}/api/auth/csrf`);
    if (csrf.status === 200) this.secrets.add("form token", JSON.parse(csrf.body).csrfToken);
    await this.ask("/api/me", { headers: { cookie: `session=${session.slice(0, -2)}` } });
  }

  /** An app's sign-in by access token and by id_token, and what follows. */
  async exchange(person: Person): Promise<void> {
    const token = await kakaoTokenOf(this.kakao, person);
    const nonce = randomBytes(24).toString("base64url");
    const idToken = await idTokenOf(this.kakao, person, nonce);
    this.secrets.add("app's access token", token);
    this.secrets.add("app's nonce", nonce);
    this.secrets.add("app's id_token", idToken);
    const { at } = this;
    const byToken = await exchange(token, { at });
    await postJson("/api/token", { id_token: idToken, nonce: `${nonce}x` }, { at });
    await postJson("/api/token", { id_token: idToken, nonce }, { at });
    await postJson("/api/token", `{"id_token":"${idToken}`, { at });
    if (byToken.status !== 200) return;
    const { access_token, refresh_token } = JSON.parse(byToken.body);
    this.secrets.add("our access token", access_token);
    this.secrets.add("our refresh token", refresh_token);
    await meWith(`Bearer ${access_token}`, { at });
    await meWith(`Basic ${access_token}`, { at });
    const next = await refresh(refresh_token, { at });
    await refresh(`${refresh_token}x`, { at });
    if (next.status === 200)
      this.secrets.add("next refresh token", JSON.parse(next.body).refresh_token);
    await this.ask(`/api/me?access_token=${access_token}`);
  }

  /** As a stranger. */
  async ask(path: string, options: Options = {}): Promise<Answer> {
    const answer = await send(`${this.at}${path}`, options);
    this.answers.push(`${JSON.stringify(answer.headers)}${answer.body}`);
    return answer;
  }

  /** What went to and from Kakao of these people's flows. */
  async knowWhatKakaoSaid(person: Person): Promise<void> {
    for (const { path, body, answer } of await this.kakao.readLedger({ personId: person.id })) {
      if (path !== "/oauth/token") continue;
      if (body.code_verifier) this.secrets.add("code verifier", String(body.code_verifier));
      const tokens = safelyParsed(answer ?? "");
      for (const name of ["access_token", "refresh_token", "id_token"])
        if (typeof tokens[name] === "string" && tokens[name].length > 20)
          this.secrets.add(`Kakao's ${name}`, tokens[name]);
    }
  }
}

function safelyParsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** Every line of ours is one JSON object with a time in UTC, whatever was in what it tells of. */
export function findBrokenLines(output: string): string[] {
  return output.split("\n").filter((line) => {
    if (!line.includes('"level"') && !line.includes("forged")) return false;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(line)) return true;
    const { time, event } = safelyParsed(line);
    return !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(time)) || !/^[a-z_.]+$/.test(String(event));
  });
}
