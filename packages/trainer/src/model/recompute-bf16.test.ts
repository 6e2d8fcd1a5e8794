/** The same checks with products in bfloat16: precision is process-wide, so they need a process of their own. */
process.env.PARALLAX_TEST_PRECISION = 'bf16';
await import('./recompute.test.ts');
