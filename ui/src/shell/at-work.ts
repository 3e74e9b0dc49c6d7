// Whether the desk is shown or the way to it. A desk that lost its PBX stays on the screen while it is sought, and while
// a lock-out is waited for by an account that has worked.

import type { View } from '../contract';

export function isAtWork(view: View): boolean {
  if (view.agent === null) return false;
  switch (view.connection.state) {
    case 'online':
    case 'reconnecting':
    case 'signing-in':
    case 'locked-out':
      return true;
    case 'signed-out':
    case 'refused':
      return false;
  }
}
