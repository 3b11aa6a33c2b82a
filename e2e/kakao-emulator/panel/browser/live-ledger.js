// Keeps the ledger's page fresh, and filters it as one types. Served as it stands by
// panel/routes.ts; without it the page works by its form and by reloading.

const pollMs = 1000;
const typingMs = 150;
/** An unanswered request is asked for again this long; one that hangs for ever is not. */
const waitingMs = 60_000;
const maxRows = 300;

const form = document.getElementById("filters");
const list = document.getElementById("entries");
const empty = document.getElementById("empty");
const live = document.getElementById("live");

let query = new URLSearchParams(location.search);
let lastSeq = newestShown();
/** Grows with every change of the filter, so that a late answer to an older one is dropped. */
let generation = 0;
let typing = 0;

function rows() {
  return [...list.children];
}

function newestShown() {
  return Math.max(0, ...rows().map((row) => Number(row.dataset.seq)));
}

/** The request before the first one that may still be answered. */
function startOfNews() {
  const isWaiting = (row) =>
    "waiting" in row.dataset && Date.now() - Date.parse(row.dataset.at) < waitingMs;
  const waiting = rows()
    .filter(isWaiting)
    .map((row) => Number(row.dataset.seq) - 1);
  return Math.min(lastSeq, ...waiting);
}

async function fetchRows(parameters) {
  const response = await fetch(`/_emulator/panel/ledger-rows?${parameters}`);
  if (!response.ok) throw new Error(`the emulator answered ${response.status}`);
  return response.json();
}

function toRows(text) {
  const template = document.createElement("template");
  // Every value in it was escaped by the server; scripts in a template never run.
  template.innerHTML = text;
  return [...template.content.children];
}

/** An answered request takes the place of the waiting one and stays open if it was open. */
function place(row) {
  const shown = document.getElementById(row.id);
  if (shown === null) {
    const next = rows().find((other) => Number(other.dataset.seq) < Number(row.dataset.seq));
    list.insertBefore(row, next ?? null);
  } else if (shown.outerHTML !== row.outerHTML && !shown.contains(document.activeElement)) {
    const wasOpen = shown.querySelector("details").open;
    shown.replaceWith(row);
    row.querySelector("details").open = wasOpen;
  }
}

function forgetGone(oldestKept) {
  for (const row of rows()) {
    const isGone = oldestKept === null || Number(row.dataset.seq) < oldestKept;
    if (isGone) row.remove();
  }
  for (const row of rows().slice(maxRows)) row.remove();
}

async function poll() {
  if (document.hidden || query.has("before")) return;
  const asked = generation;
  const parameters = new URLSearchParams(query);
  parameters.set("since", String(startOfNews()));
  try {
    const news = await fetchRows(parameters);
    if (asked !== generation) return;
    for (const row of toRows(news.rows).reverse()) place(row);
    lastSeq = Math.max(lastSeq, news.newest ?? 0);
    forgetGone(news.oldestKept);
    showState(true, news.oldestKept === null);
  } catch {
    // The emulator was stopped, perhaps to be started anew: the mark goes out until it answers.
    showState(false);
  }
}

function showState(isLive, isUnused = false) {
  live.hidden = !isLive;
  empty.hidden = list.children.length > 0;
  if (isLive) empty.textContent = isUnused ? empty.dataset.unused : empty.dataset.nothing;
}

async function filter() {
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  query = new URLSearchParams(fields);
  generation += 1;
  const asked = generation;
  history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
  const found = await fetchRows(query).catch(() => null);
  if (found === null || asked !== generation) return;
  list.replaceChildren(...toRows(found.rows));
  lastSeq = newestShown();
  document.querySelector(".pages").replaceChildren();
  showState(true, found.oldestKept === null);
}

form.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(filter, typingMs);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  filter();
});

async function keepPolling() {
  await poll();
  setTimeout(keepPolling, pollMs);
}
keepPolling();
