import { createFileRoute } from '@tanstack/react-router';
import { OutreachPage } from '../../features/outreach/outreach-page.tsx';
import { type OutreachSearch, parseOutreachSearch } from '../../features/outreach/outreach-search.ts';

// Without a loader, and validated only where it is used: what is named here is a part of everybody's first view.
export const Route = createFileRoute('/outreach/$campaignId')({
  validateSearch: (search): OutreachSearch => search,
  component: OutreachRoute,
});

function OutreachRoute() {
  const { campaignId } = Route.useParams();
  const search = parseOutreachSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return (
    <OutreachPage
      key={campaignId}
      campaignId={campaignId}
      search={search}
      onSearchChange={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  );
}
