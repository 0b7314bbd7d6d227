import type { Signal } from './layer.js';
import type { TrainingMemory } from './memory.js';

/** Puts a table into the memory: the places of a row of the input, in bytes from the row's start, for each row of a batch.
 * @returns Its address; entries are in bytes from the batch's start. */
export const placesOfRows = (
  places: readonly number[],
  { size }: Signal,
  memory: TrainingMemory,
  rows: number,
): number =>
  memory.table(
    Array.from({ length: rows }, (_, row) => places.map((place) => 4 * row * size + place)).flat(),
  );
