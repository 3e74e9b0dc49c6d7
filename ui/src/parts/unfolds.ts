// What stands under a summary unfolds. WebKitGTK tells a screen reader neither that a summary can be pressed nor whether
// it is open (measured over AT-SPI), so both are said.

export function unfolds(summary: HTMLElement): () => void {
  const details = summary.closest('details');
  const tell = () => summary.setAttribute('aria-expanded', String(details?.open ?? false));
  summary.setAttribute('role', 'button');
  tell();
  details?.addEventListener('toggle', tell);
  return () => details?.removeEventListener('toggle', tell);
}
