export default "default of module";
export const value = 2;
