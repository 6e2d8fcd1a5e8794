/** The dashboard itself. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/request.ts';
import { App } from './app.tsx';
import './ui/style/base.css';
import './ui/style/page.css';
import './ui/style/data.css';
import './ui/style/evaluations.css';
import './ui/style/viewpoint.css';
import 'uplot/dist/uPlot.min.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refuses it will refuse again; a lost connection is worth another try.
      retry: (count, error) => !(error instanceof ApiError) && count < 2,
    },
  },
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
