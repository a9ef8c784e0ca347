import { useQuery } from '@tanstack/react-query';
import { previewQuery } from '../api/preview-template.ts';
import { templateQuery } from '../api/get-template.ts';
import classes from './dispatch-card.module.css';

/** What the next dispatch would say, to one of those it would go to. */
export function NextMessage({ campaignId }: { campaignId: string }) {
  const { data: template } = useQuery(templateQuery(campaignId));
  const text = template === undefined ? null : { subject: template.subject, body: template.body };
  const { data: preview } = useQuery(previewQuery(campaignId, text, null));
  return (
    <div className={classes.message} aria-label="The message" role="region" tabIndex={0} aria-busy={preview === undefined}>
      {preview !== undefined && (
        <>
          <strong className={classes.subject}>{preview.subject}</strong>
          <p className={classes.body}>{preview.text}</p>
        </>
      )}
    </div>
  );
}
