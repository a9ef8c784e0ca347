import { createFileRoute } from '@tanstack/react-router';
import { campaignsQuery } from '../../features/campaigns/api/get-campaigns.ts';
import { parseCampaignSearch } from '../../features/campaigns/campaign-search.ts';
import { CampaignsPage } from '../../features/campaigns/campaigns-page.tsx';

export const Route = createFileRoute('/campaigns/')({
  validateSearch: parseCampaignSearch,
  loaderDeps: ({ search }) => parseCampaignSearch({ ...search }),
  // Starts the request while the page's code is still on its way, and waits for neither.
  loader: ({ context, deps }) => {
    if (deps.status !== 'unregistered') context.queryClient.query(campaignsQuery(deps)).catch(() => undefined);
  },
  component: CampaignsRoute,
});

function CampaignsRoute() {
  // The router leaves in place what validating has left out.
  const search = parseCampaignSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <CampaignsPage search={search} onSearchChange={(next) => void navigate({ search: next, replace: true, resetScroll: false })} />;
}
