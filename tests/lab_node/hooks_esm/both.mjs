import old from "./old.cjs";
export const b = old.q;
export * from "./old.cjs";
