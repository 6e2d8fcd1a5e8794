/** The same checks on WebAssembly: no raw TensorFlow operation there, so the plain-tfjs paths run. */
process.env.PARALLAX_TEST_BACKEND = 'wasm';
await import('./gradients.test.ts');
