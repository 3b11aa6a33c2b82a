// The Kakao button, drawn by Kakao's guide: colours, symbol, radius and label are not ours to change.
// A plain form, so it works without JavaScript. Called by home and by the sign-in page.
// @see https://developers.kakao.com/docs/latest/ko/kakaologin/design-guide

/** `label`: one of the guide's labels. `returnTo`: where to go once signed in. */
export function KakaoButton({ label, returnTo }: { label: string; returnTo: string }) {
  return (
    <form action="/api/auth/signin/kakao" method="post">
      <input type="hidden" name="returnTo" value={returnTo} />
      <button className="kakao-button" type="submit">
        <KakaoSymbol />
        <span className="kakao-label">{label}</span>
      </button>
    </form>
  );
}

/** The same drawing as public/kakao-symbol.svg. */
function KakaoSymbol() {
  return (
    <svg className="kakao-symbol" viewBox="0 0 18 18" aria-hidden="true">
      <path d="M9 .6C4.029.6 0 3.713 0 7.552c0 2.388 1.558 4.493 3.932 5.745l-.999 3.648c-.088.322.281.579.564.392l4.376-2.889c.37.036.745.057 1.127.057 4.97 0 9-3.113 9-6.953S13.97.6 9 .6z" />
    </svg>
  );
}
