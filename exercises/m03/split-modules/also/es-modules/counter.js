const visits = [];

export const value = () => visits.length;
export const increment = () => visits.push(new Date());
