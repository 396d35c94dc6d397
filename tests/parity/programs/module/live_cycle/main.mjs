// Two modules that import each other: live values, functions that are there early, a value that is not.
import { count, up, readB, early } from "./a.mjs";
import * as b from "./b.mjs";
console.log(early, count, b.seen, readB());
up();
console.log(count, b.readCount(), Object.keys(b));
try { count = 5; } catch (error) { console.log(error.name, error.message); }
try { b.seen = 1; } catch (error) { console.log(error.name); }
console.log(await import("./a.mjs") === await import("./a.mjs"), (await import("./b.mjs")).default);
