// ends: turn or memory
const many = Array.from({ length: 1e4 }, (_, i) => i); many.sort(() => { for (;;); });
