import { createFileRoute } from '@tanstack/react-router';
import { PipelinePage } from '../../features/pipeline/pipeline-page.tsx';
import { type PipelineSearch, parsePipelineSearch } from '../../features/pipeline/pipeline-search.ts';

// Without a loader, and validated only where it is used: what is named here is a part of everybody's first view.
export const Route = createFileRoute('/pipeline')({
  validateSearch: (search): PipelineSearch => search,
  component: PipelineRoute,
});

function PipelineRoute() {
  const search = parsePipelineSearch({ ...Route.useSearch() });
  const navigate = Route.useNavigate();
  return <PipelinePage search={search} onSearchChange={(next) => void navigate({ search: next, replace: true, resetScroll: false })} />;
}
