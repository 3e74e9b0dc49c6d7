// The pop-up window.

import { popHost } from './host/tauri';
import Pop from './pop/Pop.svelte';
import { start } from './start';

void start(Pop, popHost, (host, onView) => host.watchPop(onView));
