import { Fragment, type VNode } from 'preact';

/** An identifier or a fingerprint: where it has to wrap, it does so between its parts. */
export function Code({ value }: { readonly value: string }): VNode {
  return (
    <bdi class="value code">
      {value.split(/(?<=[:/])(?=[^:/])/).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </bdi>
  );
}
