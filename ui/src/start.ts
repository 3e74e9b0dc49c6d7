// What both windows do first: find the host, mount the page, follow the view.

import { mount, type Component } from 'svelte';
import { Companion } from './companion.svelte';
import type { Host } from './host/host';
import './look/base.css';
import './look/rows.css';
import './look/tokens.css';
import { LatestView, type Dated } from './view.svelte';

type Page<V extends Dated> = Component<{
  app: Companion;
  views: LatestView<V>;
}>;

export async function start<V extends Dated>(
  page: Page<V>,
  host: Host,
  watch: (host: Host, onView: (view: V) => void) => Promise<void>,
): Promise<void> {
  const target = document.getElementById('app');
  if (target === null) throw new Error('the page has lost its #app');
  const app = new Companion(await findHost(host));
  const views = new LatestView<V>();
  mount(page, { target, props: { app, views } });
  await watch(app.host, (view) => views.accept(view));
}

/** In a browser of a developer, the shell is played by a gallery of scenarios; no build contains it. */
async function findHost(host: Host): Promise<Host> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { galleryHost } = await import('./host/gallery');
    return galleryHost(location.search);
  }
  return host;
}
