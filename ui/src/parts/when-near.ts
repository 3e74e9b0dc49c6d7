// Something happens when an element comes close to the screen: the next page of a list, before its end is reached.

const BEFORE = '600px';

export function whenNear(happens: () => void): (element: Element) => () => void {
  return (element) => {
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) happens();
      },
      { rootMargin: BEFORE },
    );
    watch.observe(element);
    return () => watch.disconnect();
  };
}
