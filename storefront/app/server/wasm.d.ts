/** A WebAssembly module that the build takes along, compiled. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
