// ends: memory or turn
// turn: 700
const registry = new FinalizationRegistry(() => { for (;;); });
for (;;) registry.register({}, {}, {});
