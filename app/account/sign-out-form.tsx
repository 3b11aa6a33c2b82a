// The form that ends this browser's session. Called by home and by the account page.
import type { ReactNode } from "react";

type Props = { csrfToken: string; ofKakaoToo?: boolean; children: ReactNode };

/** `ofKakaoToo`: the browser then goes on to Kakao, to leave the Kakao account as well. */
export function SignOutForm({ csrfToken, ofKakaoToo = false, children }: Props) {
  return (
    <form action="/api/auth/signout" method="post">
      <input type="hidden" name="csrfToken" value={csrfToken} />
      {ofKakaoToo && <input type="hidden" name="kakaoAccount" value="1" />}
      {children}
    </form>
  );
}
