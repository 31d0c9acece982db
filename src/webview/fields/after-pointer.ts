import { useEffect, useRef } from 'preact/hooks';

/**
 * Runs what a blur has caused once the pointer that may have caused it is up again. What changes the
 * page earlier moves the button that is being pressed away from under the pointer: no click comes.
 */
export function useAfterPointer(): (work: () => void) => void {
  const isDown = useRef(false);
  const waiting = useRef<(() => void)[]>([]);
  useEffect(() => {
    const onDown = (): void => {
      isDown.current = true;
    };
    const onUp = (): void => {
      isDown.current = false;
      // The click comes between this event and the next task.
      setTimeout(() => {
        for (const work of waiting.current.splice(0)) work();
      });
    };
    window.addEventListener('pointerdown', onDown, true);
    window.addEventListener('pointerup', onUp, true);
    window.addEventListener('pointercancel', onUp, true);
    return () => {
      window.removeEventListener('pointerdown', onDown, true);
      window.removeEventListener('pointerup', onUp, true);
      window.removeEventListener('pointercancel', onUp, true);
    };
  }, []);
  return (work) => {
    if (isDown.current) waiting.current.push(work);
    else work();
  };
}
