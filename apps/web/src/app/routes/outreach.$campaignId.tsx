import { createFileRoute } from '@tanstack/react-router';
import { campaignQuery } from '../../features/outreach/api/get-campaign.ts';
import { outreachQuery } from '../../features/outreach/api/get-outreach.ts';
import { OutreachPage } from '../../features/outreach/outreach-page.tsx';
import { parseOutreachSearch } from '../../features/outreach/outreach-search.ts';

export const Route = createFileRoute('/outreach/$campaignId')({
  validateSearch: parseOutreachSearch,
  // Starts the requests while the page's code is still on its way, and waits for none.
  loader: ({ context: { queryClient }, params: { campaignId } }) => {
    queryClient.query(campaignQuery(campaignId)).catch(() => undefined);
    queryClient.query(outreachQuery(campaignId)).catch(() => undefined);
  },
  component: OutreachRoute,
});

function OutreachRoute() {
  const { campaignId } = Route.useParams();
  // The router leaves in place what validating has left out.
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
