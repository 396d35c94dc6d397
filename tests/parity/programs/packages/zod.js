// A small application on the real zod of npm.

const { z } = require('zod');
const S = z.object({ name: z.string().min(2), age: z.number().int().optional(), tags: z.array(z.string()).default([]), email: z.email() });
console.log(S.safeParse({ name: 'Ada', email: 'a@b.co' }));
const r = S.safeParse({ name: 'A', age: 1.5, email: 'x' });
console.log(r.success, r.error.issues);
console.log(z.coerce.number().parse('5'), z.enum(['a', 'b']).safeParse('c').success, z.union([z.string(), z.number()]).parse(5));
try { S.parse({});
} catch (e) { console.log(e.name, e.message);
} console.log(z.prettifyError(r.error));
