export const a = 1;
export default function f() {}
export let n = 0;
export const up = () => n++;
