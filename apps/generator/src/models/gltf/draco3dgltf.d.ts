/** The package ships no types; the module is only handed on to the glTF reader. */
declare module 'draco3dgltf' {
  const draco3d: { createDecoderModule(): Promise<unknown> };
  export default draco3d;
}
