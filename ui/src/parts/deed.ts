// A button whose deed is asked of the phone system. While the answer is awaited it takes no click and keeps the keyboard,
// so it is not `disabled`: that would take the keyboard from whoever just pressed it.

interface Deed {
  possible: boolean;
  /** This very deed has been asked and is not answered. */
  pending: boolean;
  act: () => unknown;
}

/** For a button: `<button {...deed({ possible, pending, act })}>`. */
export function deed({ possible, pending, act }: Deed) {
  return {
    disabled: !possible && !pending,
    'aria-disabled': pending || undefined,
    onclick: () => {
      if (possible && !pending) void act();
    },
  };
}
