// A map that forgets its oldest entries, so that an emulator that runs for weeks stays small. Used
// by the stores whose entries nobody removes.

export class BoundedMap<Value> extends Map<string, Value> {
  constructor(private readonly maxSize: number) {
    super();
  }

  override set(name: string, value: Value): this {
    super.set(name, value);
    if (this.size > this.maxSize) this.delete(this.keys().next().value ?? name);
    return this;
  }
}
