// ends: threw or memory
'x'.repeat(2 ** 30 - 1).repeat(2 ** 10);
