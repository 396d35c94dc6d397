// ends: threw RangeError or memory or turn
1n << (2n ** 40n);
