// The look of the emulator's pages: calm, its own, and never to be mistaken for Kakao. Served as
// one style sheet, so that the pages need no inline style.

export const stylePath = "/_emulator/style.css";

/** Light and dark, shared with the control panel. */
export const palette = `
:root {
  color-scheme: light dark;
  --paper: #f7f7f9; --sheet: #ffffff; --ink: #1b1b23; --quiet: #5c5c6a; --line: #dfdfe6;
  --accent: #4a3fb0; --on-accent: #ffffff; --press: #3c3393; --tint: #eeecfb;
  --bar-a: #e4e0fa; --bar-b: #d8d2f6; --bar-ink: #2d2475; --alarm: #a3262a; --alarm-tint: #fdefee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131318; --sheet: #1c1c23; --ink: #ececf2; --quiet: #a5a5b4; --line: #34343f;
    --accent: #b4aaff; --on-accent: #17123f; --press: #c9c2ff; --tint: #26243a;
    --bar-a: #2c2750; --bar-b: #352f60; --bar-ink: #e2ddff; --alarm: #ff9d98; --alarm-tint: #37201f;
  }
}
`.trim();

export const styleSheet = `
${palette}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100dvh; background: var(--paper); color: var(--ink);
  font: 16px/1.55 -apple-system, "Apple SD Gothic Neo", Pretendard, "Noto Sans KR", "Noto Sans CJK KR", system-ui, sans-serif;
  word-break: keep-all; overflow-wrap: anywhere;
}
.bar {
  margin: 0; padding: 11px 20px; text-align: center; font-size: 14px; font-weight: 600; color: var(--bar-ink);
  background: repeating-linear-gradient(135deg, var(--bar-a) 0 12px, var(--bar-b) 12px 24px);
}
main {
  width: 100%; max-width: 420px; margin: 0 auto; padding: 32px 20px calc(40px + env(safe-area-inset-bottom));
}
@media (min-width: 720px) {
  main.flow { margin: 48px auto; padding: 40px 32px; background: var(--sheet); border: 1px solid var(--line); border-radius: 20px; }
}
h1 { margin: 0; font-size: 24px; line-height: 1.35; letter-spacing: -0.01em; }
h2 { margin: 32px 0 10px; font-size: 14px; font-weight: 600; color: var(--quiet); }
p { margin: 8px 0 0; }
h1 + p { margin-top: 12px; }
.from { margin: 0 0 6px; font-size: 14px; font-weight: 600; color: var(--accent); }
.quiet { color: var(--quiet); }
.small { font-size: 14px; }
a { color: var(--accent); text-underline-offset: 3px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul { list-style: none; margin: 0; padding: 0; }
.notice { margin: 20px 0 0; padding: 12px 14px; border-radius: 12px; background: var(--alarm-tint); color: var(--alarm); }

.people { margin-top: 24px; border-top: 1px solid var(--line); }
.people li { border-bottom: 1px solid var(--line); }
.person {
  display: flex; align-items: center; gap: 14px; width: 100%; min-height: 68px; padding: 10px 8px;
  border: 0; border-radius: 10px; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer;
}
.person:hover { background: var(--tint); }
.person:focus-visible { outline-offset: -3px; }
.initial {
  flex: none; display: grid; place-items: center; width: 44px; height: 44px; border-radius: 50%;
  background: var(--tint); color: var(--accent); font-weight: 600; font-size: 18px;
}
.who { min-width: 0; flex: 1; }
.who b { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font-weight: 600; word-break: break-all; }
.who span { display: block; font-size: 14px; color: var(--quiet); }
.who .line { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 8px; }
.who .mark { padding: 0 7px; border: 1px solid var(--line); border-radius: 99px; font-size: 12px; line-height: 20px; }
.seated { display: flex; align-items: center; gap: 14px; margin-top: 24px; padding: 14px 16px; border-radius: 14px; background: var(--tint); }
.seated .initial { background: var(--sheet); }

label.field { display: block; margin-top: 16px; font-size: 14px; font-weight: 600; }
input[type="text"] {
  display: block; width: 100%; min-height: 50px; margin-top: 6px; padding: 10px 14px; font: inherit; font-weight: 400;
  color: inherit; background: var(--sheet); border: 1px solid #85858f; border-radius: 12px;
}
.hint { margin: 6px 0 0; font-size: 14px; font-weight: 400; color: var(--quiet); }
label.tick { display: flex; align-items: center; gap: 12px; min-height: 48px; }
input[type="checkbox"] { flex: none; width: 22px; height: 22px; margin: 0; accent-color: var(--accent); }
.button {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 54px; margin-top: 12px;
  padding: 12px 18px; border: 1px solid transparent; border-radius: 14px; font: inherit; font-weight: 600; cursor: pointer; text-decoration: none;
}
.main { background: var(--accent); color: var(--on-accent); }
.main:hover { background: var(--press); }
.side { background: none; color: var(--ink); border-color: var(--line); }
.side:hover { background: var(--tint); }

fieldset { margin: 28px 0 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0 0 10px; font-size: 14px; font-weight: 600; color: var(--quiet); }
.item:first-of-type { border-top: 1px solid var(--line); }
.item { display: flex; align-items: center; gap: 14px; min-height: 64px; padding: 10px 2px; border-bottom: 1px solid var(--line); }
.item .who b { display: inline; }
.item em { margin-inline-start: 6px; font-style: normal; font-size: 14px; color: var(--accent); }
.item em.optional { color: var(--quiet); }
.item .value { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.decide { margin-top: 28px; }
.instead { display: flex; justify-content: center; margin: 8px 0 0; font-size: 14px; }
.instead a { display: flex; align-items: center; min-height: 48px; padding: 0 12px; }

details { margin-top: 14px; border-top: 1px solid var(--line); }
details { border-bottom: 1px solid var(--line); }
.apart { margin-top: 32px; }
.apart + .apart { margin-top: -1px; }
h2 + .apart { margin-top: 0; }
summary { display: flex; align-items: center; justify-content: space-between; min-height: 52px; font-size: 15px; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::after { content: ""; width: 8px; height: 8px; margin-inline: 12px 6px; border: solid var(--quiet); border-width: 0 2px 2px 0; transform: rotate(45deg); }
details[open] > summary::after { transform: rotate(-135deg); }
details > div { padding: 0 0 18px; }
dl { margin: 0; font-size: 13px; }
dt { margin-top: 10px; color: var(--quiet); }
dt:first-child { margin-top: 0; }
dd { margin: 0; }
code, pre, dd { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono CJK KR", monospace; word-break: break-all; }
dd.prose { font-family: inherit; word-break: keep-all; }
pre { margin: 20px 0 0; padding: 16px; overflow-x: auto; border-radius: 12px; background: var(--tint); font-size: 13px; line-height: 1.7; }
`.trim();
