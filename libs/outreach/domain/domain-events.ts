/** The state or the sums of a dispatch have changed, and so have some of its recipients. */
export interface DispatchChanged {
  type: 'DispatchChanged';
  campaignId: string;
  dispatchId: string;
}

/** Recipients of a campaign were added, edited or removed. */
export interface RecipientsChanged {
  type: 'RecipientsChanged';
  campaignId: string;
}

/** A file of recipients is being read, or has been. */
export interface ImportChanged {
  type: 'ImportChanged';
  campaignId: string;
  importId: string;
}

/** A recipient has answered, or has unsubscribed. */
export interface FeedbackGiven {
  type: 'FeedbackGiven';
  campaignId: string;
}
