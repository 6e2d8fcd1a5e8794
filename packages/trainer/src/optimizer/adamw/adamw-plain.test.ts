/** The same checks on TensorFlow's own operations, which bf16, GPUs and machines without the kernels take. */
process.env['PARALLAX_KERNELS'] = '';
await import('./adamw.test.ts');
