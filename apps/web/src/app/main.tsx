import './styles.ts';
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LiveConnection } from '../shared/live/live-connection.ts';
import { LiveProvider } from '../shared/live/live-context.ts';
import { createQueryClient } from './query-client.ts';
import { createAppRouter } from './router.ts';
import { theme } from './theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has lost its #root element');

const queryClient = createQueryClient();
const router = createAppRouter(queryClient);
const live = new LiveConnection();
live.open();

// The key is known to theme-before-paint-1.js too.
const themeMemory = localStorageColorSchemeManager({ key: 'flightdeck-theme' });

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} colorSchemeManager={themeMemory} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <LiveProvider value={live}>
          <RouterProvider router={router} />
        </LiveProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
