// ends: threw or memory or turn
Array.from({ length: 2 ** 32 - 1 });
