// What a favourite is called.

import type { FavouriteView } from '../contract';

/** The agent's own name first, then what the phone system calls it. */
export const nameOf = ({ label, name, number }: FavouriteView): string =>
  label !== '' ? label : (name ?? number);
