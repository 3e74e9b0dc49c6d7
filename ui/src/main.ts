// The main window.

import App from './App.svelte';
import { tauriHost } from './host/tauri';
import { start } from './start';

void start(App, tauriHost, (host, onView) => host.watchView(onView));
