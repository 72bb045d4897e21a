import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { problemOf } from './api/refused.js';
import { startLanguage } from './language/index.js';
import { router } from './router.js';
import { Gate } from './session/gate.js';
import './style/index.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What is asked wrongly stays wrong; only silence and a house that is starting are worth a second try.
      retry: (failures, error) => failures < 1 && [0, 502, 503, 504].includes(problemOf(error).status),
      retryDelay: 500,
      refetchOnWindowFocus: true,
      networkMode: 'always',
    },
  },
});

await startLanguage();
const desk = document.getElementById('desk');
if (desk === null) throw new Error('index.html has no element with the id "desk"');
createRoot(desk).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Gate>
        <RouterProvider router={router} />
      </Gate>
    </QueryClientProvider>
  </StrictMode>,
);
