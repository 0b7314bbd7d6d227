/** `1 mark`, `2 marks`. */
export const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
