// ends: threw or memory or turn
'x'.repeat(1 << 16).replace(/x/g, '$`$\'').length;
