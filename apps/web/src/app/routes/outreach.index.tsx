import { createFileRoute } from '@tanstack/react-router';
import { type ListSearch, parseListSearch } from '../../features/outreach/list/list-search.ts';
import { OutreachListPage } from '../../features/outreach/list/outreach-list-page.tsx';

// Without a loader, and validated only where it is used: what is named here is a part of everybody's first view.
export const Route = createFileRoute('/outreach/')({
  validateSearch: (search): ListSearch => search,
  component: OutreachListRoute,
});

function OutreachListRoute() {
  const search = parseListSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <OutreachListPage search={search} onSearchChange={(next) => void navigate({ search: next, replace: true, resetScroll: false })} />;
}
