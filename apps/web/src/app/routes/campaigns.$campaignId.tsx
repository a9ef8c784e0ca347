import { useQueryClient } from '@tanstack/react-query';
import { Link, createFileRoute } from '@tanstack/react-router';
import { type Campaign, campaignQuery } from '../../features/campaign-detail/api/get-campaign.ts';
import { figuresQuery } from '../../features/campaign-detail/api/get-figures.ts';
import { reportQuery } from '../../features/campaign-detail/api/get-report.ts';
import { CampaignPage } from '../../features/campaign-detail/campaign-page.tsx';
import { parseDetailSearch, viewOf } from '../../features/campaign-detail/range/detail-view.ts';
import { CampaignActions } from '../../features/campaigns/campaign-actions.tsx';
import { Deletions } from '../../features/campaigns/deletions.tsx';
import { UnregisteredActions } from '../../features/campaigns/unregistered-actions.tsx';
import { SimulationPanel } from '../../features/simulation/simulation-panel.tsx';

export const Route = createFileRoute('/campaigns/$campaignId')({
  validateSearch: parseDetailSearch,
  loaderDeps: ({ search }) => parseDetailSearch({ ...search }),
  // Starts the requests while the page's code is still on its way, and waits for none.
  loader: ({ context: { queryClient }, params: { campaignId }, deps }) => {
    queryClient.query(campaignQuery(campaignId)).catch(() => undefined);
    queryClient.query(figuresQuery(campaignId)).catch(() => undefined);
    queryClient.query(reportQuery(campaignId, viewOf(deps))).catch(() => undefined);
  },
  component: CampaignRoute,
});

function CampaignRoute() {
  const { campaignId } = Route.useParams();
  // The router leaves in place what validating has left out.
  const search = parseDetailSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  const queryClient = useQueryClient();
  const show = (changed: Campaign) => queryClient.setQueryData(campaignQuery(campaignId).queryKey, changed);
  const leave = () => void navigate({ to: '/campaigns' });
  return (
    <CampaignPage
      key={campaignId}
      campaignId={campaignId}
      search={search}
      // Each range is a step of the browser's history: its back button zooms out again.
      onSearchChange={(next) => void navigate({ search: next, resetScroll: false })}
      actions={(campaign) =>
        campaign === null ? (
          <UnregisteredActions campaignId={campaignId} onRegistered={show} onDeleted={leave} />
        ) : (
          <CampaignActions campaign={campaign} onChanged={show} onDeleted={leave} />
        )
      }
      notices={<Deletions campaignId={campaignId} />}
      simulation={(campaign) => <SimulationPanel campaignId={campaignId} name={campaign?.name ?? null} />}
      wayBack={<Link to="/campaigns">Go to the campaigns</Link>}
    />
  );
}
