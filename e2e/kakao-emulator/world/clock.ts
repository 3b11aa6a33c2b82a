// The emulator's time: lifetimes are judged by it, and the control API moves it, so that a
// refresh token can be two months old in a test that takes a second.

export class Clock {
  offsetSeconds = 0;

  nowMs(): number {
    return Date.now() + this.offsetSeconds * 1000;
  }

  nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }
}
