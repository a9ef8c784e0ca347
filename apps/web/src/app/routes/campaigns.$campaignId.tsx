import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { ApiError } from '../../api/client.ts';
import { getCampaign } from '../../features/campaigns/api/get-campaign.ts';
import { CampaignActions } from '../../features/campaigns/campaign-actions.tsx';
import { DeletionProgress } from '../../features/campaigns/deletion-progress.tsx';
import type { Campaign } from '../../features/campaigns/types.ts';
import { UnregisteredActions } from '../../features/campaigns/unregistered-actions.tsx';
import { PageHeader } from '../../shared/page-header.tsx';

/** Null when no campaign is registered under this id; events may name it all the same. */
const campaignQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign', campaignId],
    queryFn: async (): Promise<Campaign | null> => {
      try {
        return await getCampaign(campaignId);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });

export const Route = createFileRoute('/campaigns/$campaignId')({ component: CampaignRoute });

function CampaignRoute() {
  const { campaignId } = Route.useParams();
  const navigate = Route.useNavigate();
  const queryClient = useQueryClient();
  const { data: campaign } = useQuery(campaignQuery(campaignId));
  const show = (changed: Campaign) => queryClient.setQueryData(campaignQuery(campaignId).queryKey, changed);
  const leave = () => void navigate({ to: '/campaigns' });
  if (campaign === undefined) return null;
  return (
    <>
      <PageHeader
        title={campaign?.name ?? campaignId}
        action={
          campaign === null ? (
            <UnregisteredActions campaignId={campaignId} onRegistered={show} onDeleted={leave} />
          ) : (
            <CampaignActions campaign={campaign} onChanged={show} onDeleted={leave} />
          )
        }
      />
      <DeletionProgress campaignId={campaignId} />
    </>
  );
}
