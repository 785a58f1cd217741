/** Tables with tabs between the cells; they are read as those with commas are, since the first row tells. */
export { looksLike, read, writeTsv as write } from './csv.ts';
