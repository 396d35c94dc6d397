// ends: finished or threw or turn
// turn: 1000
// A pattern that is deeper than the stack, and one that is huge.
for (const pattern of ['('.repeat(1e5) + ')'.repeat(1e5), '(?:a|'.repeat(2e4) + ')'.repeat(2e4), 'a{1,1000}'.repeat(1000), '((a{0,99}){0,99}){0,99}b', '[' + 'a-z'.repeat(1e5) + ']']) {
  try { new RegExp(pattern).test('a'.repeat(100)); } catch (error) { if (!(error instanceof Error)) throw error; }
}
console.log('end');
