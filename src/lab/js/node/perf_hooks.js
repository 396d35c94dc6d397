"use strict";

// `performance.now` and what goes with it (nodejs.org/api/perf_hooks.html).

const entries = [];

const performance = {
  timeOrigin: host.wallClock() - host.now(),
  now: () => host.now(),
  mark(name, options = undefined) {
    const entry = { name: `${name}`, entryType: "mark", startTime: options?.startTime ?? host.now(), duration: 0, detail: options?.detail ?? null };
    entries.push(entry);
    return entry;
  },
  measure(name, start = undefined, end = undefined) {
    const at = (mark) => entries.findLast((entry) => entry.entryType === "mark" && entry.name === mark)?.startTime;
    const startTime = start === undefined ? 0 : (at(start) ?? 0);
    const endTime = end === undefined ? host.now() : (at(end) ?? host.now());
    const entry = { name: `${name}`, entryType: "measure", startTime, duration: endTime - startTime, detail: null };
    entries.push(entry);
    return entry;
  },
  getEntries: () => [...entries],
  getEntriesByName: (name) => entries.filter((entry) => entry.name === name),
  getEntriesByType: (type) => entries.filter((entry) => entry.entryType === type),
  clearMarks: () => entries.splice(0),
  clearMeasures: () => entries.splice(0),
  toJSON: () => ({ timeOrigin: performance.timeOrigin }),
};
Object.defineProperty(performance, Symbol.toStringTag, { value: "Performance", configurable: true });

module.exports = { performance };
