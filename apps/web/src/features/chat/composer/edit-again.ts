let take: ((text: string) => void) | null = null;

/** Puts a text back into the field that it was written in. */
export function editAgain(text: string): void {
  take?.(text);
}

/** The field says how it takes one. @returns a function that ends it */
export function onEditAgain(handler: (text: string) => void): () => void {
  take = handler;
  return () => {
    if (take === handler) take = null;
  };
}
