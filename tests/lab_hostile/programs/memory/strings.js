// ends: threw or memory
let a = 'ab'; for (;;) a = a + a;
