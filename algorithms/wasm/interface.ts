/** What is used here of the WebAssembly interface, which the language's own types do not have. */
declare const WebAssembly: {
  Memory: new (size: {
    initial: number;
  }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> };
};

export const { Instance, Memory, Module } = WebAssembly;
export const PAGE_BYTES = 65_536;
