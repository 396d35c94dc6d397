// ends: turn
// An async generator that never ends.
async function* numbers() { for (let i = 0; ; i += 1) yield i; }
(async () => { for await (const i of numbers()) if (i < 0) break; })();
