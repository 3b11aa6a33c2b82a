// The parts we call of clients that bring no types.
declare module "@logto/connector-kakao" {
  type Config = { clientId: string; clientSecret?: string };
  type UserInfo = { id: string; name?: string; email?: string; avatar?: string };

  export default function createConnector(options: {
    getConfig: (connectorId: string) => Promise<Config>;
  }): Promise<{
    getAuthorizationUri: (request: { state: string; redirectUri: string }) => Promise<string>;
    getUserInfo: (callback: { code: string; redirectUri: string }) => Promise<UserInfo>;
  }>;
}

declare module "passport" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  type Ended = (error: Error | null, user: unknown, info: { message?: string } | undefined) => void;
  type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

  export class Passport {
    use(strategy: object): this;
    authenticate(name: string, options: object, ended: Ended): Middleware;
  }
}

declare module "passport-kakao" {
  export type KakaoProfile = { id: number; provider: string; displayName: string; _raw: string };

  export type KakaoOptions = {
    clientID: string;
    clientSecret?: string;
    callbackURL: string;
    scope?: string[];
    state?: boolean;
  };

  export class Strategy {
    constructor(
      options: KakaoOptions,
      verify: (
        accessToken: string,
        refreshToken: string,
        profile: KakaoProfile,
        done: (error: Error | null, user: unknown) => void,
      ) => void,
    );
  }
}
