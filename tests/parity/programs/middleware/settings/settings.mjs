export const greeting = process.env.GREETING;
export const secret = process.env.SECRET;
