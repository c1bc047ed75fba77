// Freezes Object.prototype, so that no script can teach every object something. What inherits from a frozen object
// could not be assigned the names that it inherits, which libraries do (d3: `prototype.constructor = …`). So each
// member becomes a pair first, which gives whoever is assigned to a member of its own.
(() => {
  'use strict';
  const root = Object.prototype;
  for (const name of Reflect.ownKeys(root)) {
    const { configurable, value } = Reflect.getOwnPropertyDescriptor(root, name);
    if (!configurable || value === undefined) continue;
    Object.defineProperty(root, name, {
      configurable: true,
      enumerable: false,
      get: () => value,
      set(own) {
        if (this === root) throw new TypeError(`Object.prototype.${String(name)} is frozen`);
        Object.defineProperty(this, name, { value: own, configurable: true, enumerable: true, writable: true });
      },
    });
  }
  Object.freeze(root);
})();
