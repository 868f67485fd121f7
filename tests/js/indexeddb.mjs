// The part of IndexedDB that the queue uses, in memory: transactions run one after another, and a request that
// is made while another of its transaction succeeds belongs to the same transaction.

/** An `indexedDB` of its own, which several queues can share as the pages of one browser do. */
export class Database {
  #stores = new Map();
  #last = Promise.resolve();

  open() {
    const isNew = this.#stores.size === 0;
    const request = { result: this };
    queueMicrotask(() => {
      if (isNew) request.onupgradeneeded();
      request.onsuccess();
    });
    return request;
  }

  createObjectStore(name, { keyPath } = {}) {
    this.#stores.set(name, { keyPath, rows: new Map(), next: 1 });
    return { createIndex() {} };
  }

  transaction() {
    const pending = [];
    const request = (work) => {
      pending.push({ work });
      return pending.at(-1);
    };
    const transaction = {
      objectStore: (name) => open(this.#stores.get(name), request),
    };
    this.#last = this.#last.then(async () => {
      await new Promise(setImmediate); // it begins once the code that made it has come to an end
      while (pending.length > 0) {
        const next = pending.shift();
        next.result = next.work();
        next.onsuccess?.({ target: next });
        await undefined;
      }
      transaction.oncomplete();
    });
    return transaction;
  }
}

/** An object store whose methods make requests. */
function open(store, request) {
  const { rows, keyPath } = store;
  const put = (value, key) => rows.set(keyPath ? value[keyPath] : key, structuredClone(value));
  const byTurn = (one, other) => one.attempts - other.attempts || one.finished_at - other.finished_at;
  return {
    add: (value) => request(() => put(value, store.next++)),
    put: (value, key) => request(() => put(value, key)),
    get: (key) => request(() => rows.get(key)),
    delete: (key) => request(() => rows.delete(key)),
    clear: () => request(() => rows.clear()),
    getAll: () => request(() => [...rows.values()]),
    getAllKeys: () => request(() => [...rows.keys()]),
    index: () => ({
      openCursor: () =>
        request(() => {
          const [value] = [...rows.values()].sort(byTurn);
          return value && { value };
        }),
    }),
  };
}
