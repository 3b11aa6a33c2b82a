// A quiet way to sign in as somebody else: Kakao then asks which account. Called by the sign-in page.

export function OtherAccount({ label, returnTo }: { label: string; returnTo: string }) {
  return (
    <form action="/api/auth/signin/kakao" method="post">
      <input type="hidden" name="returnTo" value={returnTo} />
      <input type="hidden" name="prompt" value="select_account" />
      <button className="text-button" type="submit">
        {label}
      </button>
    </form>
  );
}
