import { createFileRoute } from '@tanstack/react-router';
import { overviewQuery } from '../../features/overview/api/get-overview.ts';
import { parseCampaignOrder } from '../../features/overview/campaign-order.ts';
import { OverviewPage } from '../../features/overview/overview-page.tsx';

export const Route = createFileRoute('/')({
  validateSearch: parseCampaignOrder,
  // Starts the request while the page's code is still on its way, and waits for neither.
  loader: ({ context }) => {
    context.queryClient.query(overviewQuery).catch(() => undefined);
  },
  component: OverviewRoute,
});

function OverviewRoute() {
  // The router leaves in place what validating has left out.
  const order = parseCampaignOrder({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return (
    <OverviewPage order={order} onOrderChange={(next) => void navigate({ search: next, replace: true, resetScroll: false })} />
  );
}
