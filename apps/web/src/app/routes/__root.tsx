import { createRootRouteWithContext } from '@tanstack/react-router';
import type { RouterContext } from '../router-context.ts';
import { Shell } from '../shell.tsx';

export const Route = createRootRouteWithContext<RouterContext>()({ component: Shell });
