import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

export interface PageSectionProps {
  readonly heading: string;
  readonly children: ComponentChildren;
}

/** A landmark with the heading as its name. */
export function PageSection({ heading, children }: PageSectionProps): VNode {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}
