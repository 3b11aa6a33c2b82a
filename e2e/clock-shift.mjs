// Loaded into an app of a test's own by NODE_OPTIONS=--import: the clock of that process is ahead by
// CLOCK_SHIFT_SECONDS, or behind. Timers, the database and everybody else keep their time.
const shiftMs = Number(process.env.CLOCK_SHIFT_SECONDS) * 1000;
const realNow = Date.now.bind(Date);
const now = () => realNow() + shiftMs;

globalThis.Date = new Proxy(Date, {
  construct: (real, values, target) =>
    Reflect.construct(real, values.length > 0 ? values : [now()], target),
  apply: (real) => new real(now()).toString(),
  get: (real, name) => (name === "now" ? now : Reflect.get(real, name)),
});
