/** How drizzle-kit turns a change of the tables into a numbered SQL migration. */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({ dialect: 'sqlite', schema: './src/tables/index.ts', out: './src/migrations' });
