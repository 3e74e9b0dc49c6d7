// The pop-up window.

import Pop from './pop/Pop.svelte';
import { start } from './start';

void start(Pop);
