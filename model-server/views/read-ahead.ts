/**
 * Asks for the next page while the one before is worked on, so that the database and this process
 * work at the same time. One page is read ahead.
 */
export async function* readAhead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  try {
    let coming = iterator.next();
    for (;;) {
      const { done, value } = await coming;
      if (done === true) return;
      coming = iterator.next();
      // What fails is thrown when its turn has come.
      coming.catch(() => undefined);
      yield value;
    }
  } finally {
    await iterator.return?.(undefined);
  }
}
