// ends: finished or threw or turn
// turn: 1000
// Source that is deeper than the parser's stack.
for (const code of ['('.repeat(1e5), '['.repeat(1e5), '{'.repeat(1e5), '!'.repeat(1e5) + '1', 'a=>'.repeat(1e5) + '1', '`${'.repeat(1e4), '1' + '+1'.repeat(1e5), 'if(1)'.repeat(1e5) + ';', 'a' + '.b'.repeat(1e5), 'new '.repeat(1e5) + 'a', 'let ' + Array.from({ length: 1e5 }, (_, i) => 'a' + i).join()]) {
  try { new Function(code); } catch (error) { if (!(error instanceof Error)) throw error; }
}
console.log('end');
