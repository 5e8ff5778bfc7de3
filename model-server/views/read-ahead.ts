/**
 * Asks for the next page while the one before is worked on, so that the database and this process
 * work at the same time. One page is read ahead; the first is asked for at once.
 */
export function readAhead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  return onwards(iterator, nextOf(iterator));
}

async function* onwards<T>(
  iterator: AsyncIterator<T>,
  first: Promise<IteratorResult<T>>,
): AsyncGenerator<T> {
  try {
    let coming = first;
    for (;;) {
      const { done, value } = await coming;
      if (done === true) return;
      coming = nextOf(iterator);
      yield value;
    }
  } finally {
    await iterator.return?.(undefined);
  }
}

/** What fails is thrown when its turn has come. */
function nextOf<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const coming = iterator.next();
  coming.catch(() => undefined);
  return coming;
}
