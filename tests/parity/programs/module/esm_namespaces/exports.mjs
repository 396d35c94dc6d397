export default function named() {}
export let value = 1;
export { value as rename };
export class Thing {}
