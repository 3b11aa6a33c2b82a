// The beetle, bowing: a jewel beetle (비단벌레) seen from the front. The only drawing there is:
// mark.tsx shows it on pages, draw-icons.ts makes the icons from it.

export const drawing = {
  viewBox: "0 0 48 48",
  legs: "M8 35l-4 4M40 35l4 4M13 39l-2 4.5M35 39l2 4.5",
  shell:
    "M22.9 5v17c-6 .5-10.4 4.5-11.4 10.5-.3 2 0 4.5.7 6.5C7 36 4 30.5 4 24.5 4 13.5 12 5.3 22.9 5z" +
    "M25.1 5v17c6 .5 10.4 4.5 11.4 10.5.3 2 0 4.5-.7 6.5C41 36 44 30.5 44 24.5 44 13.5 36 5.3 25.1 5z",
  head: "M24 24c6.3 0 10.5 4 10.5 9.8S30.3 44 24 44s-10.5-4.4-10.5-10.2S17.7 24 24 24z",
  antennae: "M19 26c-1-4.5-4-6.5-7-6.2M29 26c1-4.5 4-6.5 7-6.2",
  eyes:
    "M20 31.2a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 1 0 0-4.6z" +
    "M28 31.2a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 1 0 0-4.6z",
};
