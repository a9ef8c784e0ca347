import { createFileRoute } from '@tanstack/react-router';
import { outreachListQuery } from '../../features/outreach/api/get-outreach-list.ts';
import { parseListSearch } from '../../features/outreach/list/list-search.ts';
import { OutreachListPage } from '../../features/outreach/list/outreach-list-page.tsx';

export const Route = createFileRoute('/outreach/')({
  validateSearch: parseListSearch,
  // Starts the request while the page's code is still on its way, and waits for neither.
  loader: ({ context }) => {
    context.queryClient.query(outreachListQuery).catch(() => undefined);
  },
  component: OutreachListRoute,
});

function OutreachListRoute() {
  // The router leaves in place what validating has left out.
  const search = parseListSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <OutreachListPage search={search} onSearchChange={(next) => void navigate({ search: next, replace: true, resetScroll: false })} />;
}
