/** The module name under which the emitted code of a cell reads and writes the names of earlier cells. */
export const EARLIER_CELLS = 'gradlab:earlier';
