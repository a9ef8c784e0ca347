/** What the API's OpenAPI document says, as types. Made by `npm run api-types`; changes here are overwritten. */

export interface paths {
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report one event
         * @description Answers 202 once the event is durable. Send again whatever was not answered: a repeated event_id is counted once. In streaming mode (KAFKA_BROKERS) a repetition that is not recognised here at once is answered "accepted", and counted once all the same; figures follow some seconds later.
         */
        post: operations["EventsController_ingest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report up to 5,000 events
         * @description A JSON array, or one event a line as application/x-ndjson; gzip is welcome; 5 MB at most when unpacked. Events that cannot be taken are named in the results and do not hold up the others.
         */
        post: operations["EventsController_ingestBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Impressions and clicks of a campaign over time
         * @description Sums of whole minutes, ordered by time; a range may have 50,000 points at most. What an event was acknowledged with 202 is in the next answer.
         */
        get: operations["StatsController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Totals per campaign and the rates of the last five minutes
         * @description The page gets the same, and every change of it, over a WebSocket.
         */
        get: operations["OverviewController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Registered campaigns, with their present figures
         * @description The page gets changes of the figures over a WebSocket.
         */
        get: operations["CampaignsController_list"];
        put?: never;
        /** Create a campaign, or register one that is known from its events */
        post: operations["CampaignsController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unregistered-campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaigns that ad clients report events of, and nobody has registered
         * @description Those with the most impressions first. POST /api/campaigns with the same id registers one.
         */
        get: operations["CampaignsController_listUnregistered"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One campaign */
        get: operations["CampaignsController_read"];
        put?: never;
        post?: never;
        /**
         * Delete a campaign
         * @description Its simulation ends. Its events stay, and it is listed as unregistered, unless they are to be deleted too. In the background, and it cannot be undone: what is stored goes, what is sent after the answer stays, what is on its way may do either. Ids are forgotten with their events: sent again then, they count again; sent again before, they are duplicates, and go with the rest. Who gets no answer can ask again.
         */
        delete: operations["DeletionsController_deleteCampaign"];
        options?: never;
        head?: never;
        /**
         * Change a campaign
         * @description Only the fields given. With a version, a change that somebody else made meanwhile is not overwritten: 409 CAMPAIGN_CHANGED names it in errors.
         */
        patch: operations["CampaignsController_update"];
        trace?: never;
    };
    "/api/campaigns/{id}/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When a campaign was paused
         * @description Events that arrived then are counted all the same.
         */
        get: operations["CampaignsController_pauses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Totals, pacing and the last hour of a campaign, registered or not */
        get: operations["CampaignsController_readFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The events of a campaign as they were stored, those that arrived last first */
        get: operations["ReportsController_list"];
        put?: never;
        post?: never;
        /**
         * Delete the events of a campaign, registered or not
         * @description Its simulation ends, for what it has sent goes too. In the background, and it cannot be undone: what is stored goes, what is sent after the answer stays, what is on its way may do either. Ids are forgotten with their events: sent again then, they count again; sent again before, they are duplicates, and go with the rest. Who gets no answer can ask again.
         */
        delete: operations["DeletionsController_deleteEvents"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sums of a campaign, of all time or of a range, with breakdowns */
        get: operations["ReportsController_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Points over time, with breakdowns by device, source and creative
         * @description Either a window that ends now, or from and to; at most 5,000 points. The page gets the same, and every change of it, over a WebSocket.
         */
        get: operations["ReportsController_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/event-deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the deletion of a campaign’s events is */
        get: operations["ReportsController_deletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/simulation-scenarios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What traffic can be simulated
         * @description Each scenario with the settings that a new simulation of it starts with.
         */
        get: operations["SimulationController_scenarios"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/simulation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The simulation of a campaign: state, and what was sent and counted
         * @description Sent and counted are of the same moment, at most about a second ago.
         */
        get: operations["SimulationController_read"];
        /**
         * Starts the simulation of a campaign, or changes the one that runs
         * @description What is left out keeps its value in a simulation that runs. A new one, also after one that has ended, takes it from the preset of its scenario.
         */
        put: operations["SimulationController_start"];
        post?: never;
        /**
         * Stops the simulation of a campaign
         * @description Also when there is none. What it has sent stays counted.
         */
        delete: operations["SimulationController_stop"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/simulation/crash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the simulation of a campaign crash
         * @description To see that it is started again, that nothing is lost or counted twice, and that it is given up after the sixth crash within two minutes.
         */
        post: operations["SimulationController_crash"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everybody who has ever joined, by name
         * @description The page gets changes over a WebSocket.
         */
        get: operations["ChatController_users"];
        put?: never;
        /**
         * Join under a name
         * @description A name that nobody has makes a new user. Who joins is online as long as a WebSocket of theirs has joined, too; for that see docs/live.md.
         */
        post: operations["ChatController_join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was said, the newest first; with after, the oldest first
         * @description Sending goes over a WebSocket, see docs/live.md.
         */
        get: operations["ChatController_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outreach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Outreach of every registered campaign, in short
         * @description Those with a dispatch first, the newest one at the top. The page gets changes over a WebSocket.
         */
        get: operations["OutreachController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/outreach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recipients, newest dispatch, failures, feedback and newest import of a campaign, in sum
         * @description The page gets changes over a WebSocket.
         */
        get: operations["OutreachController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/dispatches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dispatches of a campaign, the newest first */
        get: operations["DispatchesController_list"];
        put?: never;
        /**
         * Send feedback requests to the recipients of a campaign
         * @description In the background, now or later. An empty object sends now, through the simulated channel, to everybody who was not asked yet. A campaign has one dispatch under way at a time.
         */
        post: operations["DispatchesController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dispatches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A dispatch: its state, and how far it is
         * @description The page gets changes over a WebSocket.
         */
        get: operations["DispatchesController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dispatches/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a dispatch
         * @description What is being sent at this moment still is; nothing more is begun.
         */
        post: operations["DispatchesController_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dispatches/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on with a dispatch that is paused
         * @description One that has missed its time is sent now.
         */
        post: operations["DispatchesController_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dispatches/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a dispatch
         * @description Who was not sent to is let go, and can be taken up by another dispatch.
         */
        post: operations["DispatchesController_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dispatches/{id}/retry-failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send to those who failed again, and to nobody else
         * @description Also to those who failed in earlier dispatches of the campaign. A dispatch that was over goes on.
         */
        post: operations["DispatchesController_retryFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whom a campaign asks for feedback
         * @description Oldest first. The page gets changes over a WebSocket.
         */
        get: operations["RecipientsController_list"];
        put?: never;
        /**
         * Add a recipient
         * @description For many at once see the import of CSV files.
         */
        post: operations["RecipientsController_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recipients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One recipient */
        get: operations["RecipientsController_read"];
        put?: never;
        post?: never;
        /**
         * Remove a recipient
         * @description What they have answered goes, too. A dispatch that is under way does not count them any more.
         */
        delete: operations["RecipientsController_remove"];
        options?: never;
        head?: never;
        /**
         * Change a recipient
         * @description Only the fields given; null takes an address away.
         */
        patch: operations["RecipientsController_update"];
        trace?: never;
    };
    "/api/recipients/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The attempts to reach a recipient */
        get: operations["RecipientsController_attempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/phone-regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where phone numbers without country code may belong */
        get: operations["RecipientsController_regions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/recipients/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import recipients from a CSV file
         * @description The first line names the columns; UTF-8, or UTF-16 with a byte order mark; delimited by comma, semicolon or tab; up to 32 MB and 200,000 lines, within a minute. As text/csv it may be compressed (gzip); a form has one file, with region and mapping as fields before it. Who is known by e-mail address or phone number is not added again; what was missing is filled in. Lines that cannot be used hold up no others. A file that cannot be read to its end is answered, too: status aborted, with the problem.
         */
        post: operations["ImportsController_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/recipients/import/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an import would make of a file
         * @description Of its beginning, up to 256 KB; the last line may be cut off. Nothing is stored.
         */
        post: operations["ImportsController_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/imports/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest import of a campaign */
        get: operations["ImportsController_latest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import */
        get: operations["ImportsController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the lines that an import could not use
         * @description With their numbers and the reasons, before the columns of the file. Mended, it can be imported as it is.
         */
        get: operations["ImportsController_rejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/outreach-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ways to reach recipients, and what has to be set before they can be used */
        get: operations["TemplatesController_channels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/outreach-template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a campaign's requests say */
        get: operations["TemplatesController_read"];
        /**
         * Change what a campaign's requests say
         * @description For dispatches that are made from now on: those that there are keep what they began with.
         */
        put: operations["TemplatesController_save"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/outreach-template/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a recipient would be sent
         * @description Nothing is saved, and nothing is sent. Its links lead to a sample page.
         */
        post: operations["TemplatesController_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/test-sends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one message to oneself
         * @description At once and one time, past recipients and dispatches; its links lead to a sample page. Five at once, and one more each second.
         */
        post: operations["TemplatesController_testSend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Delivery rate, response rate, ratings and response times of a campaign
         * @description The sums are those of all its recipients as they are; the range is that of the series.
         */
        get: operations["ResponsesController_feedback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/campaigns/{id}/responses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the recipients of a campaign have answered, newest first */
        get: operations["ResponsesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feedback/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page of a feedback link
         * @description Takes one answer, within 90 days of the request. The token `test` shows a sample.
         */
        get: operations["FeedbackController_show"];
        put?: never;
        /**
         * Answer, once
         * @description The same answer again is the one that is kept. A form is answered with a page, JSON with JSON.
         */
        post: operations["FeedbackController_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unsubscribe/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page of an unsubscribe link
         * @description Links do not expire. The token `test` shows a sample.
         */
        get: operations["UnsubscribeController_show"];
        put?: never;
        /**
         * Unsubscribe all addresses of a recipient, from every campaign
         * @description With `undo=1` it is taken back. Whatever else a body says unsubscribes, as RFC 8058 wants it: `List-Unsubscribe=One-Click`.
         */
        post: operations["UnsubscribeController_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How events are counted, and how that goes
         * @description The page gets the same, and every change of it, over a WebSocket.
         */
        get: operations["PipelineController_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/minutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CTR per minute of the busiest campaigns
         * @description The page gets the same, and every change of it, over a WebSocket.
         */
        get: operations["PipelineController_minutes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Engagement by type of device, over all campaigns
         * @description The page gets the same, and every change of it, over a WebSocket.
         */
        get: operations["PipelineController_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pipeline/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * When campaigns were not as usual
         * @description Those that began last first. The rule is in docs/pipeline.md.
         */
        get: operations["PipelineController_anomalies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process runs
         * @description When this fails, restart it.
         */
        get: operations["HealthController_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether requests may be sent here
         * @description Not before the database answers (in streaming mode the brokers, too), and not once the process is stopping.
         */
        get: operations["HealthController_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Measurements for Prometheus */
        get: operations["HealthController_metricsText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        NewCampaign: {
            /**
             * @description What ad clients report as campaign_id, other than "." and "..". One is made when it is left out.
             * @example camp_123
             */
            id?: string;
            /**
             * @description 1 to 200 characters; space around it is dropped.
             * @example Spring sale
             */
            name: string;
            /**
             * @description Currency units per day, two decimals at most.
             * @example 250
             */
            daily_budget: number;
            /**
             * @default active
             * @enum {string}
             */
            status: "active" | "paused";
            /**
             * @description IANA name, in any case; the budget counts by its days. Of several names for one zone, the answer has the one that the server knows it by.
             * @default UTC
             * @example Europe/Berlin
             */
            time_zone: string;
        };
        CampaignChanges: {
            /**
             * @description 1 to 200 characters; space around it is dropped.
             * @example Spring sale
             */
            name?: string;
            /**
             * @description Currency units per day, two decimals at most.
             * @example 250
             */
            daily_budget?: number;
            /** @enum {string} */
            status?: "active" | "paused";
            /**
             * @description IANA name, in any case; the budget counts by its days. Of several names for one zone, the answer has the one that the server knows it by.
             * @example Europe/Berlin
             */
            time_zone?: string;
            /** @description The version that the changes began from. When the campaign has changed since, nothing is saved and 409 says what has changed. */
            version?: number;
        };
        NewChatUser: {
            /**
             * @description Space around it is dropped; whoever has the same name in another case is the same user.
             * @example Ann
             */
            name: string;
        };
        NewRecipient: {
            /**
             * @description Space around it is dropped.
             * @example Ann Example
             */
            name: string;
            /**
             * @description An e-mail address or a phone number is needed.
             * @example ann@example.com
             */
            email?: string | null;
            /**
             * @description As people write it; kept as E.164.
             * @example +49 30 123456
             */
            phone?: string | null;
            /**
             * @description ISO 3166 code of where a phone number without country code belongs; see /api/phone-regions. Left out: the number has one.
             * @example DE
             */
            region?: string;
        };
        RecipientChanges: {
            /**
             * @description Space around it is dropped.
             * @example Ann Example
             */
            name?: string;
            /**
             * @description Null takes it away.
             * @example ann@example.com
             */
            email?: string | null;
            /**
             * @description As people write it; null takes it away.
             * @example +49 30 123456
             */
            phone?: string | null;
            /**
             * @description ISO 3166 code of where a phone number without country code belongs; see /api/phone-regions. Left out: the number has one.
             * @example DE
             */
            region?: string;
        };
        /** @description RFC 9457 problem details. */
        Problem: {
            /** @example about:blank */
            type: string;
            title: string;
            status: number;
            /**
             * @description Stable; safe to branch on.
             * @example VALIDATION_FAILED
             */
            code: string;
            /** @description For people. */
            detail: string;
            /** @description Also in the x-request-id header and in the logs. */
            request_id: string;
            errors?: {
                /**
                 * @description Path of the field; empty for the whole.
                 * @example occurred_at
                 */
                field: string;
                /** @example must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z */
                message: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    EventsController_ingest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Identity of the event. A repeated one is acknowledged and not counted again, for ever. */
                    event_id: string;
                    /** @enum {string} */
                    type: "click" | "impression";
                    /** @description Need not be registered. */
                    campaign_id: string;
                    creative_id?: string | null;
                    source: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601 in UTC (Z or +00:00), kept to the millisecond.
                     */
                    occurred_at: string;
                    user_id?: string | null;
                    /** @description Anything the client wants kept, as far as the 256 KB of an event go, up to 64 levels deep. Numbers are kept as doubles; send longer ids as strings. */
                    metadata?: {
                        device_type?: string;
                        browser?: string;
                        /** @description Money spent for this impression, in currency units; counted to nine decimals. */
                        cost?: number;
                        /** @description On a click: the event_id of its impression. */
                        impression_id?: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Stored now, or stored before */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_id: string;
                        /** @enum {string} */
                        status: "accepted" | "duplicate";
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    EventsController_ingestBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Identity of the event. A repeated one is acknowledged and not counted again, for ever. */
                    event_id: string;
                    /** @enum {string} */
                    type: "click" | "impression";
                    /** @description Need not be registered. */
                    campaign_id: string;
                    creative_id?: string | null;
                    source: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601 in UTC (Z or +00:00), kept to the millisecond.
                     */
                    occurred_at: string;
                    user_id?: string | null;
                    /** @description Anything the client wants kept, as far as the 256 KB of an event go, up to 64 levels deep. Numbers are kept as doubles; send longer ids as strings. */
                    metadata?: {
                        device_type?: string;
                        browser?: string;
                        /** @description Money spent for this impression, in currency units; counted to nine decimals. */
                        cost?: number;
                        /** @description On a click: the event_id of its impression. */
                        impression_id?: string;
                    } | null;
                }[];
                "application/x-ndjson": {
                    /** @description Identity of the event. A repeated one is acknowledged and not counted again, for ever. */
                    event_id: string;
                    /** @enum {string} */
                    type: "click" | "impression";
                    /** @description Need not be registered. */
                    campaign_id: string;
                    creative_id?: string | null;
                    source: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601 in UTC (Z or +00:00), kept to the millisecond.
                     */
                    occurred_at: string;
                    user_id?: string | null;
                    /** @description Anything the client wants kept, as far as the 256 KB of an event go, up to 64 levels deep. Numbers are kept as doubles; send longer ids as strings. */
                    metadata?: {
                        device_type?: string;
                        browser?: string;
                        /** @description Money spent for this impression, in currency units; counted to nine decimals. */
                        cost?: number;
                        /** @description On a click: the event_id of its impression. */
                        impression_id?: string;
                    } | null;
                }[];
            };
        };
        responses: {
            /** @description One result per event, in the order sent */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: number;
                        results: {
                            /** @description Place in the batch, from 0. */
                            index: number;
                            /** @description Null where none can be read. */
                            event_id: string | null;
                            /** @enum {string} */
                            status: "accepted" | "duplicate" | "rejected";
                            errors?: {
                                /**
                                 * @description Path of the field; empty for the whole.
                                 * @example occurred_at
                                 */
                                field: string;
                                /** @example must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z */
                                message: string;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StatsController_read: {
        parameters: {
            query: {
                campaign_id: string;
                /** @description Inclusive, from the start of its minute. */
                from: string;
                /** @description Exclusive. */
                to: string;
                /** @description Hours and days are UTC ones. */
                granularity?: "minute" | "hour" | "day";
                /** @description Puts in the points that have no events. */
                fill?: "zero";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The series */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /** Format: date-time */
                        from: string;
                        /** Format: date-time */
                        to: string;
                        /** @enum {string} */
                        granularity: "minute" | "hour" | "day";
                        series: {
                            /** Format: date-time */
                            ts: string;
                            impressions: number;
                            clicks: number;
                        }[];
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OverviewController_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Grows with every change. Each server process counts its own. */
                        version: number;
                        /** Format: date-time */
                        as_of: string;
                        totals: {
                            impressions: number;
                            clicks: number;
                            /** @description Currency units. */
                            spend: number;
                            /** @description How many campaigns have events, shown or not. */
                            campaigns: number;
                        };
                        /** @description All-time sums of the 200 campaigns with the most impressions. */
                        campaigns: {
                            campaign_id: string;
                            /** @description null for one that is not registered. */
                            name: string | null;
                            impressions: number;
                            clicks: number;
                            /** @description Currency units. */
                            spend: number;
                        }[];
                        /** @description Each second with traffic of the last five minutes. */
                        rates: {
                            /** Format: date-time */
                            ts: string;
                            accepted: number;
                            duplicates: number;
                        }[];
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CampaignsController_list: {
        parameters: {
            query?: {
                /** @description Part of a name or id, regardless of case. */
                q?: string;
                limit?: number;
                /** @description The next_cursor of the page before, of the same list in the same order. */
                cursor?: string;
                status?: "active" | "paused";
                sort?: "name" | "id" | "daily_budget" | "status" | "created_at" | "updated_at" | "impressions" | "clicks" | "ctr" | "spend";
                /** @description By default text from A on, numbers and times from the largest on. */
                order?: "asc" | "desc";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description What ad clients report as campaign_id. */
                            id: string;
                            name: string;
                            /** @description Currency units per day of the time zone, two decimals at most. */
                            daily_budget: number;
                            /**
                             * @description Events of a paused campaign are counted all the same.
                             * @enum {string}
                             */
                            status: "active" | "paused";
                            /**
                             * Format: date-time
                             * @description When the status was last changed.
                             */
                            status_since: string;
                            /**
                             * @description IANA name; the day of the budget begins at its midnight.
                             * @example Europe/Berlin
                             */
                            time_zone: string;
                            /** @description Grows with every change. */
                            version: number;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            figures: {
                                campaign_id: string;
                                /** @description null for a campaign that is not registered. */
                                name: string | null;
                                /** @description The version of the campaign; null for one that is not registered. */
                                settings_version: number | null;
                                /** @description Of all time, like clicks and spend. */
                                impressions: number;
                                clicks: number;
                                /** @description Currency units. */
                                spend: number;
                                /**
                                 * Format: date-time
                                 * @description When the newest of its events arrived; null when there are none.
                                 */
                                last_event_at: string | null;
                                last_hour: {
                                    /**
                                     * Format: date-time
                                     * @description The first of the minutes.
                                     */
                                    from: string;
                                    /** @description One entry for each of 60 minutes; the last one is still running. */
                                    impressions: number[];
                                };
                                /** @description null for a campaign that is not registered. */
                                pacing: {
                                    /**
                                     * Format: date-time
                                     * @description Midnight in the time zone of the campaign.
                                     */
                                    day_start: string;
                                    /**
                                     * Format: date-time
                                     * @description The next midnight: 23 to 25 hours later.
                                     */
                                    day_end: string;
                                    /** @description Currency units. */
                                    budget: number;
                                    /** @description Since day_start. */
                                    spent: number;
                                    /** @description What even delivery over the day would have spent by now. */
                                    expected: number;
                                    /** @description By day_end, if it goes on as in the last hour. */
                                    forecast: number;
                                    /** @enum {string} */
                                    state: "under" | "on" | "over" | "exhausted";
                                } | null;
                            };
                        }[];
                        /** @description Pass it as cursor to get the next page; null on the last one. */
                        next_cursor: string | null;
                        /** @description How many there are on all pages. */
                        total: number;
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CampaignsController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCampaign"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What ad clients report as campaign_id. */
                        id: string;
                        name: string;
                        /** @description Currency units per day of the time zone, two decimals at most. */
                        daily_budget: number;
                        /**
                         * @description Events of a paused campaign are counted all the same.
                         * @enum {string}
                         */
                        status: "active" | "paused";
                        /**
                         * Format: date-time
                         * @description When the status was last changed.
                         */
                        status_since: string;
                        /**
                         * @description IANA name; the day of the budget begins at its midnight.
                         * @example Europe/Berlin
                         */
                        time_zone: string;
                        /** @description Grows with every change. */
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CampaignsController_listUnregistered: {
        parameters: {
            query?: {
                /** @description Part of a name or id, regardless of case. */
                q?: string;
                limit?: number;
                /** @description The next_cursor of the page before, of the same list in the same order. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of their figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            campaign_id: string;
                            /** @description null for a campaign that is not registered. */
                            name: string | null;
                            /** @description The version of the campaign; null for one that is not registered. */
                            settings_version: number | null;
                            /** @description Of all time, like clicks and spend. */
                            impressions: number;
                            clicks: number;
                            /** @description Currency units. */
                            spend: number;
                            /**
                             * Format: date-time
                             * @description When the newest of its events arrived; null when there are none.
                             */
                            last_event_at: string | null;
                            last_hour: {
                                /**
                                 * Format: date-time
                                 * @description The first of the minutes.
                                 */
                                from: string;
                                /** @description One entry for each of 60 minutes; the last one is still running. */
                                impressions: number[];
                            };
                            /** @description null for a campaign that is not registered. */
                            pacing: {
                                /**
                                 * Format: date-time
                                 * @description Midnight in the time zone of the campaign.
                                 */
                                day_start: string;
                                /**
                                 * Format: date-time
                                 * @description The next midnight: 23 to 25 hours later.
                                 */
                                day_end: string;
                                /** @description Currency units. */
                                budget: number;
                                /** @description Since day_start. */
                                spent: number;
                                /** @description What even delivery over the day would have spent by now. */
                                expected: number;
                                /** @description By day_end, if it goes on as in the last hour. */
                                forecast: number;
                                /** @enum {string} */
                                state: "under" | "on" | "over" | "exhausted";
                            } | null;
                        }[];
                        /** @description Pass it as cursor to get the next page; null on the last one. */
                        next_cursor: string | null;
                        /** @description How many there are on all pages. */
                        total: number;
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CampaignsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What ad clients report as campaign_id. */
                        id: string;
                        name: string;
                        /** @description Currency units per day of the time zone, two decimals at most. */
                        daily_budget: number;
                        /**
                         * @description Events of a paused campaign are counted all the same.
                         * @enum {string}
                         */
                        status: "active" | "paused";
                        /**
                         * Format: date-time
                         * @description When the status was last changed.
                         */
                        status_since: string;
                        /**
                         * @description IANA name; the day of the budget begins at its midnight.
                         * @example Europe/Berlin
                         */
                        time_zone: string;
                        /** @description Grows with every change. */
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DeletionsController_deleteCampaign: {
        parameters: {
            query?: {
                /** @description keep, unless said otherwise. */
                events?: "keep" | "delete";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; its events are being deleted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /** @description Events that there were when it was asked for, and those on their way that go with them. */
                        total: number;
                        deleted: number;
                        /** Format: date-time */
                        started_at: string;
                        /**
                         * Format: date-time
                         * @description null while it goes on.
                         */
                        finished_at: string | null;
                    };
                };
            };
            /** @description Deleted; its events stay */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CampaignsController_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignChanges"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What ad clients report as campaign_id. */
                        id: string;
                        name: string;
                        /** @description Currency units per day of the time zone, two decimals at most. */
                        daily_budget: number;
                        /**
                         * @description Events of a paused campaign are counted all the same.
                         * @enum {string}
                         */
                        status: "active" | "paused";
                        /**
                         * Format: date-time
                         * @description When the status was last changed.
                         */
                        status_since: string;
                        /**
                         * @description IANA name; the day of the budget begins at its midnight.
                         * @example Europe/Berlin
                         */
                        time_zone: string;
                        /** @description Grows with every change. */
                        version: number;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CampaignsController_pauses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first; the last one may still go on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            from: string;
                            /**
                             * Format: date-time
                             * @description null while it lasts.
                             */
                            to: string | null;
                        }[];
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CampaignsController_readFigures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /** @description null for a campaign that is not registered. */
                        name: string | null;
                        /** @description The version of the campaign; null for one that is not registered. */
                        settings_version: number | null;
                        /** @description Of all time, like clicks and spend. */
                        impressions: number;
                        clicks: number;
                        /** @description Currency units. */
                        spend: number;
                        /**
                         * Format: date-time
                         * @description When the newest of its events arrived; null when there are none.
                         */
                        last_event_at: string | null;
                        last_hour: {
                            /**
                             * Format: date-time
                             * @description The first of the minutes.
                             */
                            from: string;
                            /** @description One entry for each of 60 minutes; the last one is still running. */
                            impressions: number[];
                        };
                        /** @description null for a campaign that is not registered. */
                        pacing: {
                            /**
                             * Format: date-time
                             * @description Midnight in the time zone of the campaign.
                             */
                            day_start: string;
                            /**
                             * Format: date-time
                             * @description The next midnight: 23 to 25 hours later.
                             */
                            day_end: string;
                            /** @description Currency units. */
                            budget: number;
                            /** @description Since day_start. */
                            spent: number;
                            /** @description What even delivery over the day would have spent by now. */
                            expected: number;
                            /** @description By day_end, if it goes on as in the last hour. */
                            forecast: number;
                            /** @enum {string} */
                            state: "under" | "on" | "over" | "exhausted";
                        } | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReportsController_list: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            event_id: string;
                            /** @enum {string} */
                            type: "click" | "impression";
                            creative_id: string | null;
                            source: string;
                            user_id: string | null;
                            /** Format: date-time */
                            occurred_at: string;
                            /**
                             * Format: date-time
                             * @description When it was stored.
                             */
                            received_at: string;
                            metadata: {
                                [key: string]: unknown;
                            } | null;
                            /** @description Over 2,000 characters: only the keys that have a meaning are given. */
                            metadata_shortened: boolean;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DeletionsController_deleteEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are being deleted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /** @description Events that there were when it was asked for, and those on their way that go with them. */
                        total: number;
                        deleted: number;
                        /** Format: date-time */
                        started_at: string;
                        /**
                         * Format: date-time
                         * @description null while it goes on.
                         */
                        finished_at: string | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReportsController_metrics: {
        parameters: {
            query?: {
                /** @description Exclusive. */
                to?: string;
                /** @description Inclusive, from the start of its minute; only together with to. */
                from?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /**
                         * Format: date-time
                         * @description null: of all time.
                         */
                        from: string | null;
                        /** Format: date-time */
                        to: string | null;
                        impressions: number;
                        clicks: number;
                        /** @description Currency units. */
                        spend: number;
                        /** @description Clicks divided by impressions; null before there are any. */
                        ctr: number | null;
                        /** @description The 50 values of each with the most events, from those with the most impressions on. */
                        breakdowns: {
                            device: {
                                /** @description Empty where the event named none. */
                                value: string;
                                impressions: number;
                                clicks: number;
                                /** @description Currency units. */
                                spend: number;
                            }[];
                            source: {
                                /** @description Empty where the event named none. */
                                value: string;
                                impressions: number;
                                clicks: number;
                                /** @description Currency units. */
                                spend: number;
                            }[];
                            creative: {
                                /** @description Empty where the event named none. */
                                value: string;
                                impressions: number;
                                clicks: number;
                                /** @description Currency units. */
                                spend: number;
                            }[];
                        };
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReportsController_report: {
        parameters: {
            query?: {
                /** @description Adds the points of the range before, of the same length. */
                compare?: boolean;
                /** @description minute, unless said otherwise. Hours and days are UTC ones. */
                granularity?: "minute" | "hour" | "day";
                /** @description Exclusive, up to the end of its point. */
                to?: string;
                /** @description Inclusive, from the start of its point; together with to, and without window. */
                from?: string;
                /** @description 1h, unless said otherwise. */
                window?: "15m" | "1h" | "6h" | "24h" | "7d";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        as_of: string;
                        /**
                         * Format: date-time
                         * @description Inclusive.
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description Exclusive. May lie in the minute that is still running.
                         */
                        to: string;
                        /**
                         * @description Hours and days are UTC ones.
                         * @enum {string}
                         */
                        granularity: "minute" | "hour" | "day";
                        /** @description Ordered by time; points without events are left out. With compare they begin one range earlier. */
                        points: {
                            /** Format: date-time */
                            ts: string;
                            impressions: number;
                            clicks: number;
                            /** @description Currency units. */
                            spend: number;
                        }[];
                        /** @description The 50 values of each with the most events, from those with the most impressions on. */
                        breakdowns: {
                            device: {
                                /** @description Empty where the event named none. */
                                value: string;
                                impressions: number;
                                clicks: number;
                                /** @description Currency units. */
                                spend: number;
                            }[];
                            source: {
                                /** @description Empty where the event named none. */
                                value: string;
                                impressions: number;
                                clicks: number;
                                /** @description Currency units. */
                                spend: number;
                            }[];
                            creative: {
                                /** @description Empty where the event named none. */
                                value: string;
                                impressions: number;
                                clicks: number;
                                /** @description Currency units. */
                                spend: number;
                            }[];
                        };
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReportsController_deletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last one that was asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /** @description Events that there were when it was asked for, and those on their way that go with them. */
                        total: number;
                        deleted: number;
                        /** Format: date-time */
                        started_at: string;
                        /**
                         * Format: date-time
                         * @description null while it goes on.
                         */
                        finished_at: string | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SimulationController_scenarios: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The scenarios */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        scenario: "steady" | "day_curve" | "burst" | "click_fraud" | "duplicate_storm" | "late_events";
                        title: string;
                        description: string;
                        settings: {
                            /** @enum {string} */
                            scenario: "steady" | "day_curve" | "burst" | "click_fraud" | "duplicate_storm" | "late_events";
                            /** @description Deliveries per second, repeats included; the highest that the scenario comes to. */
                            rate: number;
                            /** @description Clicks per impression. Fraudulent clicks come on top. */
                            ctr: number;
                            /** @description Shares that add up to 1. */
                            device_mix: {
                                mobile: number;
                                desktop: number;
                                tablet: number;
                            };
                            /** @description Share of the deliveries that repeat an earlier event. */
                            duplicate_share: number;
                            /** @description Null: until it is stopped. */
                            duration_seconds: number | null;
                        };
                    }[];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SimulationController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of the last second */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /**
                         * @description off: it was never started.
                         * @enum {string}
                         */
                        status: "off" | "running" | "restarting" | "crashed" | "finished" | "stopped";
                        settings: {
                            /** @enum {string} */
                            scenario: "steady" | "day_curve" | "burst" | "click_fraud" | "duplicate_storm" | "late_events";
                            /** @description Deliveries per second, repeats included; the highest that the scenario comes to. */
                            rate: number;
                            /** @description Clicks per impression. Fraudulent clicks come on top. */
                            ctr: number;
                            /** @description Shares that add up to 1. */
                            device_mix: {
                                mobile: number;
                                desktop: number;
                                tablet: number;
                            };
                            /** @description Share of the deliveries that repeat an earlier event. */
                            duplicate_share: number;
                            /** @description Null: until it is stopped. */
                            duration_seconds: number | null;
                        };
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        ends_at: string | null;
                        /** @description How often it was started again after a crash. */
                        restarts: number;
                        /**
                         * Format: date-time
                         * @description While restarting: not before this time.
                         */
                        restart_at: string | null;
                        /** @description Of the last crash. */
                        reason: string | null;
                        /** @description What the simulator has sent, as far as it was acknowledged. */
                        sent: {
                            impressions: number;
                            clicks: number;
                            /** @description Deliveries of events that were sent before. */
                            repeats: number;
                        };
                        /** @description What Flightdeck has counted of it, read past the simulator. */
                        counted: {
                            impressions: number;
                            clicks: number;
                            /** @description Repeats that were recognised. */
                            duplicates: number;
                        };
                        /** @description Whether counts follow some seconds after what was sent (streaming mode). */
                        counted_later: boolean;
                        /** @description Whether both are the same; of repeats only where they are all recognised at the door. */
                        agrees: boolean;
                        /** @description Events sent again after a crash, because the first answer was lost. Stored and counted once. */
                        resent: number;
                        /** @description Deliveries that were due and never made, because they were not taken in time. */
                        held_back: number;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SimulationController_start: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    scenario?: "steady" | "day_curve" | "burst" | "click_fraud" | "duplicate_storm" | "late_events";
                    /** @description At most 5000 for all simulations together. */
                    rate?: number;
                    ctr?: number;
                    /** @description In any unit: 58, 34, 8 and 0.58, 0.34, 0.08 are the same. */
                    device_mix?: {
                        mobile: number;
                        desktop: number;
                        tablet: number;
                    };
                    duplicate_share?: number;
                    /** @description From now on. Null: until it is stopped. */
                    duration_seconds?: number | null;
                };
            };
        };
        responses: {
            /** @description It is started, or will change within a second */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /**
                         * @description off: it was never started.
                         * @enum {string}
                         */
                        status: "off" | "running" | "restarting" | "crashed" | "finished" | "stopped";
                        settings: {
                            /** @enum {string} */
                            scenario: "steady" | "day_curve" | "burst" | "click_fraud" | "duplicate_storm" | "late_events";
                            /** @description Deliveries per second, repeats included; the highest that the scenario comes to. */
                            rate: number;
                            /** @description Clicks per impression. Fraudulent clicks come on top. */
                            ctr: number;
                            /** @description Shares that add up to 1. */
                            device_mix: {
                                mobile: number;
                                desktop: number;
                                tablet: number;
                            };
                            /** @description Share of the deliveries that repeat an earlier event. */
                            duplicate_share: number;
                            /** @description Null: until it is stopped. */
                            duration_seconds: number | null;
                        };
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        ends_at: string | null;
                        /** @description How often it was started again after a crash. */
                        restarts: number;
                        /**
                         * Format: date-time
                         * @description While restarting: not before this time.
                         */
                        restart_at: string | null;
                        /** @description Of the last crash. */
                        reason: string | null;
                        /** @description What the simulator has sent, as far as it was acknowledged. */
                        sent: {
                            impressions: number;
                            clicks: number;
                            /** @description Deliveries of events that were sent before. */
                            repeats: number;
                        };
                        /** @description What Flightdeck has counted of it, read past the simulator. */
                        counted: {
                            impressions: number;
                            clicks: number;
                            /** @description Repeats that were recognised. */
                            duplicates: number;
                        };
                        /** @description Whether counts follow some seconds after what was sent (streaming mode). */
                        counted_later: boolean;
                        /** @description Whether both are the same; of repeats only where they are all recognised at the door. */
                        agrees: boolean;
                        /** @description Events sent again after a crash, because the first answer was lost. Stored and counted once. */
                        resent: number;
                        /** @description Deliveries that were due and never made, because they were not taken in time. */
                        held_back: number;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SimulationController_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its last state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /**
                         * @description off: it was never started.
                         * @enum {string}
                         */
                        status: "off" | "running" | "restarting" | "crashed" | "finished" | "stopped";
                        settings: {
                            /** @enum {string} */
                            scenario: "steady" | "day_curve" | "burst" | "click_fraud" | "duplicate_storm" | "late_events";
                            /** @description Deliveries per second, repeats included; the highest that the scenario comes to. */
                            rate: number;
                            /** @description Clicks per impression. Fraudulent clicks come on top. */
                            ctr: number;
                            /** @description Shares that add up to 1. */
                            device_mix: {
                                mobile: number;
                                desktop: number;
                                tablet: number;
                            };
                            /** @description Share of the deliveries that repeat an earlier event. */
                            duplicate_share: number;
                            /** @description Null: until it is stopped. */
                            duration_seconds: number | null;
                        };
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        ends_at: string | null;
                        /** @description How often it was started again after a crash. */
                        restarts: number;
                        /**
                         * Format: date-time
                         * @description While restarting: not before this time.
                         */
                        restart_at: string | null;
                        /** @description Of the last crash. */
                        reason: string | null;
                        /** @description What the simulator has sent, as far as it was acknowledged. */
                        sent: {
                            impressions: number;
                            clicks: number;
                            /** @description Deliveries of events that were sent before. */
                            repeats: number;
                        };
                        /** @description What Flightdeck has counted of it, read past the simulator. */
                        counted: {
                            impressions: number;
                            clicks: number;
                            /** @description Repeats that were recognised. */
                            duplicates: number;
                        };
                        /** @description Whether counts follow some seconds after what was sent (streaming mode). */
                        counted_later: boolean;
                        /** @description Whether both are the same; of repeats only where they are all recognised at the door. */
                        agrees: boolean;
                        /** @description Events sent again after a crash, because the first answer was lost. Stored and counted once. */
                        resent: number;
                        /** @description Deliveries that were due and never made, because they were not taken in time. */
                        held_back: number;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SimulationController_crash: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It crashes within a second */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaign_id: string;
                        /**
                         * @description off: it was never started.
                         * @enum {string}
                         */
                        status: "off" | "running" | "restarting" | "crashed" | "finished" | "stopped";
                        settings: {
                            /** @enum {string} */
                            scenario: "steady" | "day_curve" | "burst" | "click_fraud" | "duplicate_storm" | "late_events";
                            /** @description Deliveries per second, repeats included; the highest that the scenario comes to. */
                            rate: number;
                            /** @description Clicks per impression. Fraudulent clicks come on top. */
                            ctr: number;
                            /** @description Shares that add up to 1. */
                            device_mix: {
                                mobile: number;
                                desktop: number;
                                tablet: number;
                            };
                            /** @description Share of the deliveries that repeat an earlier event. */
                            duplicate_share: number;
                            /** @description Null: until it is stopped. */
                            duration_seconds: number | null;
                        };
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        ends_at: string | null;
                        /** @description How often it was started again after a crash. */
                        restarts: number;
                        /**
                         * Format: date-time
                         * @description While restarting: not before this time.
                         */
                        restart_at: string | null;
                        /** @description Of the last crash. */
                        reason: string | null;
                        /** @description What the simulator has sent, as far as it was acknowledged. */
                        sent: {
                            impressions: number;
                            clicks: number;
                            /** @description Deliveries of events that were sent before. */
                            repeats: number;
                        };
                        /** @description What Flightdeck has counted of it, read past the simulator. */
                        counted: {
                            impressions: number;
                            clicks: number;
                            /** @description Repeats that were recognised. */
                            duplicates: number;
                        };
                        /** @description Whether counts follow some seconds after what was sent (streaming mode). */
                        counted_later: boolean;
                        /** @description Whether both are the same; of repeats only where they are all recognised at the door. */
                        agrees: boolean;
                        /** @description Events sent again after a crash, because the first answer was lost. Stored and counted once. */
                        resent: number;
                        /** @description Deliveries that were due and never made, because they were not taken in time. */
                        held_back: number;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ChatController_users: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @description As it was first written. */
                            name: string;
                            /** @description Whether a browser of theirs, or a program, is connected and has joined. */
                            online: boolean;
                        }[];
                        /** @description Pass it as cursor to get the next page; null on the last one. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ChatController_join: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChatUser"];
            };
        };
        responses: {
            /** @description The user of this name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description As it was first written. */
                        name: string;
                        /** @description Whether a browser of theirs, or a program, is connected and has joined. */
                        online: boolean;
                    };
                };
            };
            /** @description A new user */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description As it was first written. */
                        name: string;
                        /** @description Whether a browser of theirs, or a program, is connected and has joined. */
                        online: boolean;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ChatController_messages: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Only older messages than the one with this sequence. */
                before?: number;
                /** @description Only newer messages than the one with this sequence, and the oldest of them first. */
                after?: number;
                /** @description The next_cursor of the page before; instead of before and after. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description From 1, without gaps, in the order in which the messages were stored. */
                            sequence: number;
                            /** @description null: Flightdeck itself. */
                            user: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            } | null;
                            /** @description Made by whoever sent it; a message of the same user with the same one is the same message. */
                            client_id: string;
                            /** @description Plain text: markup in it has no meaning. #camp_123 names a campaign. */
                            text: string;
                            /** @description What a message of Flightdeck itself is about. */
                            campaign_id: string | null;
                            /** Format: date-time */
                            sent_at: string;
                        }[];
                        /** @description Pass it as cursor to get the next page; null on the last one. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OutreachController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            campaign_id: string;
                            name: string;
                            recipients: number;
                            /** @description The newest. */
                            dispatch: {
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                status: "pending" | "processing" | "paused" | "completed" | "cancelled";
                                total: number;
                                queued: number;
                                sending: number;
                                sent: number;
                                failed: number;
                                unsubscribed: number;
                                released: number;
                                /** @description While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now. */
                                pause: {
                                    /** @enum {string} */
                                    code: "asked" | "failures_in_row" | "schedule_missed";
                                    /** @description For people. */
                                    detail: string;
                                    /** Format: date-time */
                                    at: string;
                                } | null;
                                /** Format: date-time */
                                created_at: string;
                                /** Format: date-time */
                                started_at: string | null;
                            } | null;
                            responses: number;
                            average_rating: number | null;
                        }[];
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OutreachController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        as_of: string;
                        campaign_id: string;
                        /** @description Of the same moment as the sums of the dispatch. */
                        recipients: {
                            total: number;
                            queued: number;
                            sending: number;
                            sent: number;
                            failed: number;
                            /** @description Who wants no requests; each is also counted by its status. */
                            unsubscribed: number;
                        };
                        /** @description The newest. */
                        dispatch: {
                            /** Format: uuid */
                            id: string;
                            campaign_id: string;
                            /** @enum {string} */
                            status: "pending" | "processing" | "paused" | "completed" | "cancelled";
                            /** @enum {string} */
                            channel: "simulated" | "smtp" | "webhook";
                            /**
                             * @description new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.
                             * @enum {string}
                             */
                            audience: "new" | "unanswered";
                            /** @description As it was when the dispatch was made. */
                            template: {
                                subject: string;
                                body: string;
                            };
                            /** @description How the simulated channel behaves; null for others. */
                            simulated: {
                                delay_ms: number[];
                                failure_rate: number;
                            } | null;
                            rate_per_minute: number | null;
                            /** @description Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time. */
                            sending_window: {
                                /** @example 09:00 */
                                from: string;
                                /** @example 09:00 */
                                to: string;
                            } | null;
                            pause_after_failures: number;
                            /** Format: date-time */
                            scheduled_at: string | null;
                            /** @description queued + sending + sent + failed. */
                            total: number;
                            /** @description Of a pending one: to how many it would go now. */
                            queued: number;
                            sending: number;
                            sent: number;
                            failed: number;
                            /** @description Left out, because they want no requests. */
                            unsubscribed: number;
                            /** @description Not sent to, because it was cancelled. They can be taken up by another one. */
                            released: number;
                            /** @description Recipients per second that were sent to, or failed for good, in the last seconds. */
                            rate: number | null;
                            /** @description If it goes on like that. Null: nobody can say. */
                            seconds_left: number | null;
                            /** @description Why nothing is sent now: its time has not come, the hours of sending have not, or those who are left are tried again later. */
                            waiting: {
                                /** @enum {string} */
                                reason: "schedule" | "window" | "retry";
                                /** Format: date-time */
                                until: string;
                            } | null;
                            /** @description While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now. */
                            pause: {
                                /** @enum {string} */
                                code: "asked" | "failures_in_row" | "schedule_missed";
                                /** @description For people. */
                                detail: string;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            started_at: string | null;
                            /** Format: date-time */
                            finished_at: string | null;
                            /** Format: date-time */
                            updated_at: string;
                        } | null;
                        /** @description Recipients whose status is failed, by reason, the most frequent first. */
                        failures: {
                            /** @description See docs/outreach.md. */
                            code: string;
                            /** @description Of one of them. */
                            message: string;
                            count: number;
                        }[];
                        feedback: {
                            /** @description Recipients that were reached. */
                            sent: number;
                            /** @description Recipients that could not be reached. */
                            failed: number;
                            responses: number;
                            /** @description sent ÷ (sent + failed); null while there are neither. */
                            delivery_rate: number | null;
                            /** @description responses ÷ sent; null while nothing is sent. */
                            response_rate: number | null;
                            /** @description 1 to 5; null when nobody has answered. */
                            average_rating: number | null;
                            /** @description How many gave 1, 2, 3, 4 and 5. */
                            ratings: number[];
                            /** @description From request to answer; null while nobody has answered. */
                            average_response_seconds: number | null;
                            /** @description From request to answer; null while nobody has answered. */
                            median_response_seconds: number | null;
                        };
                        /** @description The newest. */
                        import: {
                            /** Format: uuid */
                            id: string;
                            campaign_id: string;
                            /**
                             * @description Aborted: not all of the file was read; problem says why, and who was read before that stays.
                             * @enum {string}
                             */
                            status: "running" | "completed" | "aborted";
                            file_name: string;
                            /** @description Size of the file, where it is known. */
                            bytes: number | null;
                            bytes_read: number;
                            /** @description Lines with a recipient on them: added + merged + repeated + rejected. */
                            lines: number;
                            added: number;
                            /** @description Told something new about a recipient who was there, in the campaign or further up in the file. */
                            merged: number;
                            /** @description Told nothing new. */
                            repeated: number;
                            /** @description Could not be used; see its rejects. */
                            rejected: number;
                            /** @description For people: why the rest of the file was not read. */
                            problem: string | null;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            updated_at: string;
                            /** Format: date-time */
                            finished_at: string | null;
                        } | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DispatchesController_list: {
        parameters: {
            query?: {
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            campaign_id: string;
                            /** @enum {string} */
                            status: "pending" | "processing" | "paused" | "completed" | "cancelled";
                            /** @enum {string} */
                            channel: "simulated" | "smtp" | "webhook";
                            /**
                             * @description new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.
                             * @enum {string}
                             */
                            audience: "new" | "unanswered";
                            /** @description As it was when the dispatch was made. */
                            template: {
                                subject: string;
                                body: string;
                            };
                            /** @description How the simulated channel behaves; null for others. */
                            simulated: {
                                delay_ms: number[];
                                failure_rate: number;
                            } | null;
                            rate_per_minute: number | null;
                            /** @description Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time. */
                            sending_window: {
                                /** @example 09:00 */
                                from: string;
                                /** @example 09:00 */
                                to: string;
                            } | null;
                            pause_after_failures: number;
                            /** Format: date-time */
                            scheduled_at: string | null;
                            /** @description queued + sending + sent + failed. */
                            total: number;
                            /** @description Of a pending one: to how many it would go now. */
                            queued: number;
                            sending: number;
                            sent: number;
                            failed: number;
                            /** @description Left out, because they want no requests. */
                            unsubscribed: number;
                            /** @description Not sent to, because it was cancelled. They can be taken up by another one. */
                            released: number;
                            /** @description Recipients per second that were sent to, or failed for good, in the last seconds. */
                            rate: number | null;
                            /** @description If it goes on like that. Null: nobody can say. */
                            seconds_left: number | null;
                            /** @description Why nothing is sent now: its time has not come, the hours of sending have not, or those who are left are tried again later. */
                            waiting: {
                                /** @enum {string} */
                                reason: "schedule" | "window" | "retry";
                                /** Format: date-time */
                                until: string;
                            } | null;
                            /** @description While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now. */
                            pause: {
                                /** @enum {string} */
                                code: "asked" | "failures_in_row" | "schedule_missed";
                                /** @description For people. */
                                detail: string;
                                /** Format: date-time */
                                at: string;
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            started_at: string | null;
                            /** Format: date-time */
                            finished_at: string | null;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        /** @description Pass it as cursor to get the next page; null on the last one. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DispatchesController_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default simulated
                     * @enum {string}
                     */
                    channel?: "simulated" | "smtp" | "webhook";
                    /**
                     * @description new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.
                     * @default new
                     * @enum {string}
                     */
                    audience?: "new" | "unanswered";
                    /** @description The text of the message, or subject and body. What is left out is the campaign's. */
                    template?: string | {
                        subject?: string;
                        body?: string;
                    };
                    /**
                     * Format: date-time
                     * @description When to begin; at most 366 days ahead. Left out: at once.
                     */
                    scheduled_at?: string | null;
                    /** @description Attempts, at most, in any minute. Null: as fast as it goes. */
                    rate_per_minute?: number | null;
                    /** @description Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time. */
                    sending_window?: {
                        /** @example 09:00 */
                        from: string;
                        /** @example 09:00 */
                        to: string;
                    } | null;
                    /**
                     * @description After so many recipients in a row whose first attempt failed it is paused, and says why.
                     * @default 100
                     */
                    pause_after_failures?: number;
                    /** @description How the simulated channel behaves; only with that channel. */
                    simulated?: {
                        /**
                         * @description Shortest and longest.
                         * @default [
                         *       50,
                         *       250
                         *     ]
                         */
                        delay_ms?: number[];
                        /**
                         * @description Share of the recipients that fail in the end.
                         * @default 0
                         */
                        failure_rate?: number;
                    };
                };
            };
        };
        responses: {
            /** @description It begins, or waits for its time */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        /** @enum {string} */
                        status: "pending" | "processing" | "paused" | "completed" | "cancelled";
                        /** @enum {string} */
                        channel: "simulated" | "smtp" | "webhook";
                        /**
                         * @description new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.
                         * @enum {string}
                         */
                        audience: "new" | "unanswered";
                        /** @description As it was when the dispatch was made. */
                        template: {
                            subject: string;
                            body: string;
                        };
                        /** @description How the simulated channel behaves; null for others. */
                        simulated: {
                            delay_ms: number[];
                            failure_rate: number;
                        } | null;
                        rate_per_minute: number | null;
                        /** @description Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time. */
                        sending_window: {
                            /** @example 09:00 */
                            from: string;
                            /** @example 09:00 */
                            to: string;
                        } | null;
                        pause_after_failures: number;
                        /** Format: date-time */
                        scheduled_at: string | null;
                        /** @description queued + sending + sent + failed. */
                        total: number;
                        /** @description Of a pending one: to how many it would go now. */
                        queued: number;
                        sending: number;
                        sent: number;
                        failed: number;
                        /** @description Left out, because they want no requests. */
                        unsubscribed: number;
                        /** @description Not sent to, because it was cancelled. They can be taken up by another one. */
                        released: number;
                        /** @description Recipients per second that were sent to, or failed for good, in the last seconds. */
                        rate: number | null;
                        /** @description If it goes on like that. Null: nobody can say. */
                        seconds_left: number | null;
                        /** @description Why nothing is sent now: its time has not come, the hours of sending have not, or those who are left are tried again later. */
                        waiting: {
                            /** @enum {string} */
                            reason: "schedule" | "window" | "retry";
                            /** Format: date-time */
                            until: string;
                        } | null;
                        /** @description While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now. */
                        pause: {
                            /** @enum {string} */
                            code: "asked" | "failures_in_row" | "schedule_missed";
                            /** @description For people. */
                            detail: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        finished_at: string | null;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DispatchesController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        /** @enum {string} */
                        status: "pending" | "processing" | "paused" | "completed" | "cancelled";
                        /** @enum {string} */
                        channel: "simulated" | "smtp" | "webhook";
                        /**
                         * @description new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.
                         * @enum {string}
                         */
                        audience: "new" | "unanswered";
                        /** @description As it was when the dispatch was made. */
                        template: {
                            subject: string;
                            body: string;
                        };
                        /** @description How the simulated channel behaves; null for others. */
                        simulated: {
                            delay_ms: number[];
                            failure_rate: number;
                        } | null;
                        rate_per_minute: number | null;
                        /** @description Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time. */
                        sending_window: {
                            /** @example 09:00 */
                            from: string;
                            /** @example 09:00 */
                            to: string;
                        } | null;
                        pause_after_failures: number;
                        /** Format: date-time */
                        scheduled_at: string | null;
                        /** @description queued + sending + sent + failed. */
                        total: number;
                        /** @description Of a pending one: to how many it would go now. */
                        queued: number;
                        sending: number;
                        sent: number;
                        failed: number;
                        /** @description Left out, because they want no requests. */
                        unsubscribed: number;
                        /** @description Not sent to, because it was cancelled. They can be taken up by another one. */
                        released: number;
                        /** @description Recipients per second that were sent to, or failed for good, in the last seconds. */
                        rate: number | null;
                        /** @description If it goes on like that. Null: nobody can say. */
                        seconds_left: number | null;
                        /** @description Why nothing is sent now: its time has not come, the hours of sending have not, or those who are left are tried again later. */
                        waiting: {
                            /** @enum {string} */
                            reason: "schedule" | "window" | "retry";
                            /** Format: date-time */
                            until: string;
                        } | null;
                        /** @description While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now. */
                        pause: {
                            /** @enum {string} */
                            code: "asked" | "failures_in_row" | "schedule_missed";
                            /** @description For people. */
                            detail: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        finished_at: string | null;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DispatchesController_pause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is paused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        /** @enum {string} */
                        status: "pending" | "processing" | "paused" | "completed" | "cancelled";
                        /** @enum {string} */
                        channel: "simulated" | "smtp" | "webhook";
                        /**
                         * @description new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.
                         * @enum {string}
                         */
                        audience: "new" | "unanswered";
                        /** @description As it was when the dispatch was made. */
                        template: {
                            subject: string;
                            body: string;
                        };
                        /** @description How the simulated channel behaves; null for others. */
                        simulated: {
                            delay_ms: number[];
                            failure_rate: number;
                        } | null;
                        rate_per_minute: number | null;
                        /** @description Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time. */
                        sending_window: {
                            /** @example 09:00 */
                            from: string;
                            /** @example 09:00 */
                            to: string;
                        } | null;
                        pause_after_failures: number;
                        /** Format: date-time */
                        scheduled_at: string | null;
                        /** @description queued + sending + sent + failed. */
                        total: number;
                        /** @description Of a pending one: to how many it would go now. */
                        queued: number;
                        sending: number;
                        sent: number;
                        failed: number;
                        /** @description Left out, because they want no requests. */
                        unsubscribed: number;
                        /** @description Not sent to, because it was cancelled. They can be taken up by another one. */
                        released: number;
                        /** @description Recipients per second that were sent to, or failed for good, in the last seconds. */
                        rate: number | null;
                        /** @description If it goes on like that. Null: nobody can say. */
                        seconds_left: number | null;
                        /** @description Why nothing is sent now: its time has not come, the hours of sending have not, or those who are left are tried again later. */
                        waiting: {
                            /** @enum {string} */
                            reason: "schedule" | "window" | "retry";
                            /** Format: date-time */
                            until: string;
                        } | null;
                        /** @description While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now. */
                        pause: {
                            /** @enum {string} */
                            code: "asked" | "failures_in_row" | "schedule_missed";
                            /** @description For people. */
                            detail: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        finished_at: string | null;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DispatchesController_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It goes on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        /** @enum {string} */
                        status: "pending" | "processing" | "paused" | "completed" | "cancelled";
                        /** @enum {string} */
                        channel: "simulated" | "smtp" | "webhook";
                        /**
                         * @description new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.
                         * @enum {string}
                         */
                        audience: "new" | "unanswered";
                        /** @description As it was when the dispatch was made. */
                        template: {
                            subject: string;
                            body: string;
                        };
                        /** @description How the simulated channel behaves; null for others. */
                        simulated: {
                            delay_ms: number[];
                            failure_rate: number;
                        } | null;
                        rate_per_minute: number | null;
                        /** @description Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time. */
                        sending_window: {
                            /** @example 09:00 */
                            from: string;
                            /** @example 09:00 */
                            to: string;
                        } | null;
                        pause_after_failures: number;
                        /** Format: date-time */
                        scheduled_at: string | null;
                        /** @description queued + sending + sent + failed. */
                        total: number;
                        /** @description Of a pending one: to how many it would go now. */
                        queued: number;
                        sending: number;
                        sent: number;
                        failed: number;
                        /** @description Left out, because they want no requests. */
                        unsubscribed: number;
                        /** @description Not sent to, because it was cancelled. They can be taken up by another one. */
                        released: number;
                        /** @description Recipients per second that were sent to, or failed for good, in the last seconds. */
                        rate: number | null;
                        /** @description If it goes on like that. Null: nobody can say. */
                        seconds_left: number | null;
                        /** @description Why nothing is sent now: its time has not come, the hours of sending have not, or those who are left are tried again later. */
                        waiting: {
                            /** @enum {string} */
                            reason: "schedule" | "window" | "retry";
                            /** Format: date-time */
                            until: string;
                        } | null;
                        /** @description While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now. */
                        pause: {
                            /** @enum {string} */
                            code: "asked" | "failures_in_row" | "schedule_missed";
                            /** @description For people. */
                            detail: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        finished_at: string | null;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DispatchesController_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is cancelled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        /** @enum {string} */
                        status: "pending" | "processing" | "paused" | "completed" | "cancelled";
                        /** @enum {string} */
                        channel: "simulated" | "smtp" | "webhook";
                        /**
                         * @description new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.
                         * @enum {string}
                         */
                        audience: "new" | "unanswered";
                        /** @description As it was when the dispatch was made. */
                        template: {
                            subject: string;
                            body: string;
                        };
                        /** @description How the simulated channel behaves; null for others. */
                        simulated: {
                            delay_ms: number[];
                            failure_rate: number;
                        } | null;
                        rate_per_minute: number | null;
                        /** @description Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time. */
                        sending_window: {
                            /** @example 09:00 */
                            from: string;
                            /** @example 09:00 */
                            to: string;
                        } | null;
                        pause_after_failures: number;
                        /** Format: date-time */
                        scheduled_at: string | null;
                        /** @description queued + sending + sent + failed. */
                        total: number;
                        /** @description Of a pending one: to how many it would go now. */
                        queued: number;
                        sending: number;
                        sent: number;
                        failed: number;
                        /** @description Left out, because they want no requests. */
                        unsubscribed: number;
                        /** @description Not sent to, because it was cancelled. They can be taken up by another one. */
                        released: number;
                        /** @description Recipients per second that were sent to, or failed for good, in the last seconds. */
                        rate: number | null;
                        /** @description If it goes on like that. Null: nobody can say. */
                        seconds_left: number | null;
                        /** @description Why nothing is sent now: its time has not come, the hours of sending have not, or those who are left are tried again later. */
                        waiting: {
                            /** @enum {string} */
                            reason: "schedule" | "window" | "retry";
                            /** Format: date-time */
                            until: string;
                        } | null;
                        /** @description While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now. */
                        pause: {
                            /** @enum {string} */
                            code: "asked" | "failures_in_row" | "schedule_missed";
                            /** @description For people. */
                            detail: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        finished_at: string | null;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    DispatchesController_retryFailed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are queued */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        /** @enum {string} */
                        status: "pending" | "processing" | "paused" | "completed" | "cancelled";
                        /** @enum {string} */
                        channel: "simulated" | "smtp" | "webhook";
                        /**
                         * @description new: who was not asked yet. unanswered: they, and who was asked and has not answered. Never who has unsubscribed.
                         * @enum {string}
                         */
                        audience: "new" | "unanswered";
                        /** @description As it was when the dispatch was made. */
                        template: {
                            subject: string;
                            body: string;
                        };
                        /** @description How the simulated channel behaves; null for others. */
                        simulated: {
                            delay_ms: number[];
                            failure_rate: number;
                        } | null;
                        rate_per_minute: number | null;
                        /** @description Hours of the day, by the clocks of the campaign's time zone, in which messages go out: from until before to; over midnight when to is earlier. Null: at any time. */
                        sending_window: {
                            /** @example 09:00 */
                            from: string;
                            /** @example 09:00 */
                            to: string;
                        } | null;
                        pause_after_failures: number;
                        /** Format: date-time */
                        scheduled_at: string | null;
                        /** @description queued + sending + sent + failed. */
                        total: number;
                        /** @description Of a pending one: to how many it would go now. */
                        queued: number;
                        sending: number;
                        sent: number;
                        failed: number;
                        /** @description Left out, because they want no requests. */
                        unsubscribed: number;
                        /** @description Not sent to, because it was cancelled. They can be taken up by another one. */
                        released: number;
                        /** @description Recipients per second that were sent to, or failed for good, in the last seconds. */
                        rate: number | null;
                        /** @description If it goes on like that. Null: nobody can say. */
                        seconds_left: number | null;
                        /** @description Why nothing is sent now: its time has not come, the hours of sending have not, or those who are left are tried again later. */
                        waiting: {
                            /** @enum {string} */
                            reason: "schedule" | "window" | "retry";
                            /** Format: date-time */
                            until: string;
                        } | null;
                        /** @description While it is paused: why. schedule_missed: its time passed by more than an hour while nothing ran; resume sends it now. */
                        pause: {
                            /** @enum {string} */
                            code: "asked" | "failures_in_row" | "schedule_missed";
                            /** @description For people. */
                            detail: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        started_at: string | null;
                        /** Format: date-time */
                        finished_at: string | null;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RecipientsController_list: {
        parameters: {
            query?: {
                /** @description Only those in this state, or only those who want no more requests. */
                status?: "queued" | "sending" | "sent" | "failed" | "unsubscribed";
                /** @description Part of a name, an e-mail address or a phone number, regardless of case. */
                q?: string;
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            campaign_id: string;
                            name: string;
                            /** @description In lower case. There is an e-mail address or a phone number, or both. */
                            email: string | null;
                            /**
                             * @description E.164.
                             * @example +4930123456
                             */
                            phone: string | null;
                            /** @enum {string} */
                            status: "queued" | "sending" | "sent" | "failed";
                            /** @description In the last dispatch. */
                            attempts: number;
                            /** @description For people. */
                            last_error: string | null;
                            /**
                             * @description Stable.
                             * @example SMTP_550
                             */
                            last_error_code: string | null;
                            /**
                             * Format: date-time
                             * @description While queued in a dispatch: not before this time.
                             */
                            next_attempt_at: string | null;
                            /** Format: date-time */
                            sent_at: string | null;
                            /**
                             * Format: uuid
                             * @description The last dispatch that took this recipient up.
                             */
                            dispatch_id: string | null;
                            /** @description Wants no more requests, of any campaign. */
                            unsubscribed: boolean;
                            /** @description What was answered. */
                            rating: number | null;
                            /** Format: date-time */
                            responded_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        /** @description Pass it as cursor to get the next page; null on the last one. */
                        next_cursor: string | null;
                        /** @description How many there are on all pages. */
                        total: number;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RecipientsController_add: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecipient"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        name: string;
                        /** @description In lower case. There is an e-mail address or a phone number, or both. */
                        email: string | null;
                        /**
                         * @description E.164.
                         * @example +4930123456
                         */
                        phone: string | null;
                        /** @enum {string} */
                        status: "queued" | "sending" | "sent" | "failed";
                        /** @description In the last dispatch. */
                        attempts: number;
                        /** @description For people. */
                        last_error: string | null;
                        /**
                         * @description Stable.
                         * @example SMTP_550
                         */
                        last_error_code: string | null;
                        /**
                         * Format: date-time
                         * @description While queued in a dispatch: not before this time.
                         */
                        next_attempt_at: string | null;
                        /** Format: date-time */
                        sent_at: string | null;
                        /**
                         * Format: uuid
                         * @description The last dispatch that took this recipient up.
                         */
                        dispatch_id: string | null;
                        /** @description Wants no more requests, of any campaign. */
                        unsubscribed: boolean;
                        /** @description What was answered. */
                        rating: number | null;
                        /** Format: date-time */
                        responded_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RecipientsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        name: string;
                        /** @description In lower case. There is an e-mail address or a phone number, or both. */
                        email: string | null;
                        /**
                         * @description E.164.
                         * @example +4930123456
                         */
                        phone: string | null;
                        /** @enum {string} */
                        status: "queued" | "sending" | "sent" | "failed";
                        /** @description In the last dispatch. */
                        attempts: number;
                        /** @description For people. */
                        last_error: string | null;
                        /**
                         * @description Stable.
                         * @example SMTP_550
                         */
                        last_error_code: string | null;
                        /**
                         * Format: date-time
                         * @description While queued in a dispatch: not before this time.
                         */
                        next_attempt_at: string | null;
                        /** Format: date-time */
                        sent_at: string | null;
                        /**
                         * Format: uuid
                         * @description The last dispatch that took this recipient up.
                         */
                        dispatch_id: string | null;
                        /** @description Wants no more requests, of any campaign. */
                        unsubscribed: boolean;
                        /** @description What was answered. */
                        rating: number | null;
                        /** Format: date-time */
                        responded_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RecipientsController_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RecipientsController_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecipientChanges"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        name: string;
                        /** @description In lower case. There is an e-mail address or a phone number, or both. */
                        email: string | null;
                        /**
                         * @description E.164.
                         * @example +4930123456
                         */
                        phone: string | null;
                        /** @enum {string} */
                        status: "queued" | "sending" | "sent" | "failed";
                        /** @description In the last dispatch. */
                        attempts: number;
                        /** @description For people. */
                        last_error: string | null;
                        /**
                         * @description Stable.
                         * @example SMTP_550
                         */
                        last_error_code: string | null;
                        /**
                         * Format: date-time
                         * @description While queued in a dispatch: not before this time.
                         */
                        next_attempt_at: string | null;
                        /** Format: date-time */
                        sent_at: string | null;
                        /**
                         * Format: uuid
                         * @description The last dispatch that took this recipient up.
                         */
                        dispatch_id: string | null;
                        /** @description Wants no more requests, of any campaign. */
                        unsubscribed: boolean;
                        /** @description What was answered. */
                        rating: number | null;
                        /** Format: date-time */
                        responded_at: string | null;
                        /** Format: date-time */
                        created_at: string;
                        /** Format: date-time */
                        updated_at: string;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RecipientsController_attempts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            dispatch_id: string;
                            /** @description 1 for the first of its dispatch. */
                            attempt: number;
                            /**
                             * @description Lost: the process ended in the middle of it, and nobody knows.
                             * @enum {string}
                             */
                            outcome: "sent" | "transient" | "permanent" | "lost";
                            error_code: string | null;
                            error: string | null;
                            /** Format: date-time */
                            started_at: string;
                            /** Format: date-time */
                            finished_at: string;
                        }[];
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RecipientsController_regions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ISO 3166 codes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: string[];
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ImportsController_import: {
        parameters: {
            query?: {
                /** @description ISO 3166 code of where phone numbers without country code belong; see /api/phone-regions. Left out: all have one. */
                region?: string;
                /** @description JSON: which columns have the name, last_name (where the name is in two columns), email and phone, by what the first line calls them. What it leaves out is in no column. Without it the columns are guessed. */
                mapping?: string;
                /** @description A form tells it with the file. */
                file_name?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "multipart/form-data": string;
            };
        };
        responses: {
            /** @description Read, as far as it can be */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        /**
                         * @description Aborted: not all of the file was read; problem says why, and who was read before that stays.
                         * @enum {string}
                         */
                        status: "running" | "completed" | "aborted";
                        file_name: string;
                        /** @description Size of the file, where it is known. */
                        bytes: number | null;
                        bytes_read: number;
                        /** @description Lines with a recipient on them: added + merged + repeated + rejected. */
                        lines: number;
                        added: number;
                        /** @description Told something new about a recipient who was there, in the campaign or further up in the file. */
                        merged: number;
                        /** @description Told nothing new. */
                        repeated: number;
                        /** @description Could not be used; see its rejects. */
                        rejected: number;
                        /** @description For people: why the rest of the file was not read. */
                        problem: string | null;
                        /** Format: date-time */
                        started_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** Format: date-time */
                        finished_at: string | null;
                        /** @description The first 100 lines that could not be used. */
                        rejects: {
                            /** @description As editors number them. */
                            line: number;
                            reason: string;
                            /** @description The line as it came. */
                            text: string;
                        }[];
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ImportsController_preview: {
        parameters: {
            query?: {
                /** @description ISO 3166 code of where phone numbers without country code belong; see /api/phone-regions. Left out: all have one. */
                region?: string;
                /** @description JSON: which columns have the name, last_name (where the name is in two columns), email and phone, by what the first line calls them. What it leaves out is in no column. Without it the columns are guessed. */
                mapping?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Its first lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        delimiter: "," | ";" | "\t";
                        /** @description As the first line names them. */
                        columns: string[];
                        mapping: {
                            /** @description Name of the column. */
                            name: string | null;
                            /** @description A second part of the name, which follows the first. */
                            last_name: string | null;
                            email: string | null;
                            phone: string | null;
                        };
                        /** @description The first 20 lines. */
                        rows: {
                            /** @description As editors number them. */
                            line: number;
                            cells: string[];
                            /** @description As it would be added. Where the file has none: what stands before the @, or the phone number. */
                            name: string | null;
                            email: string | null;
                            phone: string | null;
                            /** @description Why the line cannot be used. */
                            reason: string | null;
                        }[];
                        /** @description With a recipient on them, in the part that was sent. */
                        lines: number;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ImportsController_latest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        /**
                         * @description Aborted: not all of the file was read; problem says why, and who was read before that stays.
                         * @enum {string}
                         */
                        status: "running" | "completed" | "aborted";
                        file_name: string;
                        /** @description Size of the file, where it is known. */
                        bytes: number | null;
                        bytes_read: number;
                        /** @description Lines with a recipient on them: added + merged + repeated + rejected. */
                        lines: number;
                        added: number;
                        /** @description Told something new about a recipient who was there, in the campaign or further up in the file. */
                        merged: number;
                        /** @description Told nothing new. */
                        repeated: number;
                        /** @description Could not be used; see its rejects. */
                        rejected: number;
                        /** @description For people: why the rest of the file was not read. */
                        problem: string | null;
                        /** Format: date-time */
                        started_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** Format: date-time */
                        finished_at: string | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ImportsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        campaign_id: string;
                        /**
                         * @description Aborted: not all of the file was read; problem says why, and who was read before that stays.
                         * @enum {string}
                         */
                        status: "running" | "completed" | "aborted";
                        file_name: string;
                        /** @description Size of the file, where it is known. */
                        bytes: number | null;
                        bytes_read: number;
                        /** @description Lines with a recipient on them: added + merged + repeated + rejected. */
                        lines: number;
                        added: number;
                        /** @description Told something new about a recipient who was there, in the campaign or further up in the file. */
                        merged: number;
                        /** @description Told nothing new. */
                        repeated: number;
                        /** @description Could not be used; see its rejects. */
                        rejected: number;
                        /** @description For people: why the rest of the file was not read. */
                        problem: string | null;
                        /** Format: date-time */
                        started_at: string;
                        /** Format: date-time */
                        updated_at: string;
                        /** Format: date-time */
                        finished_at: string | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ImportsController_rejects: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A CSV file */
            200: {
                headers: {
                    /** @description Names the file. */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TemplatesController_channels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            channel: "simulated" | "smtp" | "webhook";
                            ready: boolean;
                            /** @description The environment variables to set. */
                            missing: string | null;
                        }[];
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TemplatesController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As last saved, or as campaigns begin */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description One line of Liquid.
                         * @example How did you like it, {{ name }}?
                         */
                        subject: string;
                        /**
                         * @description Liquid without loops (docs/outreach.md). Fields: name, email, phone, campaign, feedback_link, unsubscribe_link. Plain text: markup in it has no meaning.
                         * @example Hello {{ name }},
                         *
                         *     please tell us: {{ feedback_link }}
                         */
                        body: string;
                        /** @description Nobody has saved one: it is the one that campaigns begin with. */
                        is_default: boolean;
                        /**
                         * Format: date-time
                         * @description When it was saved last.
                         */
                        updated_at: string | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TemplatesController_save: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description One line of Liquid.
                     * @example How did you like it, {{ name }}?
                     */
                    subject: string;
                    /**
                     * @description Liquid without loops (docs/outreach.md). Fields: name, email, phone, campaign, feedback_link, unsubscribe_link. Plain text: markup in it has no meaning.
                     * @example Hello {{ name }},
                     *
                     *     please tell us: {{ feedback_link }}
                     */
                    body: string;
                };
            };
        };
        responses: {
            /** @description Saved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description One line of Liquid.
                         * @example How did you like it, {{ name }}?
                         */
                        subject: string;
                        /**
                         * @description Liquid without loops (docs/outreach.md). Fields: name, email, phone, campaign, feedback_link, unsubscribe_link. Plain text: markup in it has no meaning.
                         * @example Hello {{ name }},
                         *
                         *     please tell us: {{ feedback_link }}
                         */
                        body: string;
                        /** @description Nobody has saved one: it is the one that campaigns begin with. */
                        is_default: boolean;
                        /**
                         * Format: date-time
                         * @description When it was saved last.
                         */
                        updated_at: string | null;
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TemplatesController_preview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description One line of Liquid.
                     * @example How did you like it, {{ name }}?
                     */
                    subject: string;
                    /**
                     * @description Liquid without loops (docs/outreach.md). Fields: name, email, phone, campaign, feedback_link, unsubscribe_link. Plain text: markup in it has no meaning.
                     * @example Hello {{ name }},
                     *
                     *     please tell us: {{ feedback_link }}
                     */
                    body: string;
                    /** @description Of the campaign; somebody who does not exist, when it is left out. */
                    recipient_id?: string | null;
                };
            };
        };
        responses: {
            /** @description The message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject: string;
                        text: string;
                        /** @description A whole page, made from the text: all that the author or a recipient has written is escaped. */
                        html: string;
                        recipient: {
                            name: string;
                            email: string | null;
                            phone: string | null;
                        };
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TemplatesController_testSend: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    channel: "simulated" | "smtp" | "webhook";
                    name?: string;
                    /**
                     * Format: email
                     * @description The smtp channel needs it.
                     */
                    email?: string | null;
                    /** @description E.164, such as +4930123456. */
                    phone?: string | null;
                    /** @description The campaign's own, when it is left out. */
                    template?: {
                        /**
                         * @description One line of Liquid.
                         * @example How did you like it, {{ name }}?
                         */
                        subject: string;
                        /**
                         * @description Liquid without loops (docs/outreach.md). Fields: name, email, phone, campaign, feedback_link, unsubscribe_link. Plain text: markup in it has no meaning.
                         * @example Hello {{ name }},
                         *
                         *     please tell us: {{ feedback_link }}
                         */
                        body: string;
                    };
                };
            };
        };
        responses: {
            /** @description Sent, or not */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Of the one attempt that is made.
                         * @enum {string}
                         */
                        status: "sent" | "failed";
                        /** @description What went wrong. */
                        error: string | null;
                        message: {
                            subject: string;
                            text: string;
                        };
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ResponsesController_feedback: {
        parameters: {
            query?: {
                /** @description day, unless said otherwise. Hours and days are UTC ones. */
                granularity?: "hour" | "day";
                /** @description Exclusive, but up to the end of its hour or day. */
                to?: string;
                /** @description Inclusive, from the start of its hour or day; only together with to. The last 90 days by hour, or ten years by day, unless said otherwise. */
                from?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums, and what happened over time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Recipients that were reached. */
                        sent: number;
                        /** @description Recipients that could not be reached. */
                        failed: number;
                        responses: number;
                        /** @description sent ÷ (sent + failed); null while there are neither. */
                        delivery_rate: number | null;
                        /** @description responses ÷ sent; null while nothing is sent. */
                        response_rate: number | null;
                        /** @description 1 to 5; null when nobody has answered. */
                        average_rating: number | null;
                        /** @description How many gave 1, 2, 3, 4 and 5. */
                        ratings: number[];
                        /** @description From request to answer; null while nobody has answered. */
                        average_response_seconds: number | null;
                        /** @description From request to answer; null while nobody has answered. */
                        median_response_seconds: number | null;
                        /** @description Oldest first; hours or days (UTC) in which nothing happened are left out. */
                        series: {
                            /** Format: date-time */
                            ts: string;
                            sent: number;
                            responses: number;
                            /** @description 1 to 5; null when nobody has answered. */
                            average_rating: number | null;
                        }[];
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ResponsesController_list: {
        parameters: {
            query?: {
                /** @description The next_cursor of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            recipient_id: string;
                            name: string;
                            /** @description The best is 5. */
                            rating: number;
                            /** @description Empty when nothing was said. Plain text; markup in it has no meaning. */
                            comment: string;
                            /** @description From request to answer; null when it was answered before it was known to be sent. */
                            response_seconds: number | null;
                            /** Format: date-time */
                            responded_at: string;
                        }[];
                        /** @description Pass it as cursor to get the next page; null on the last one. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FeedbackController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The question, or thanks for the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FeedbackController_answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The best is 5. */
                    rating: number;
                    /** @description Plain text; markup in it has no meaning. */
                    comment?: string;
                };
                "application/x-www-form-urlencoded": {
                    /** @description The best is 5. */
                    rating: number;
                    /** @description Plain text; markup in it has no meaning. */
                    comment?: string;
                };
            };
        };
        responses: {
            /** @description What is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The best is 5. */
                        rating: number;
                        /** @description Plain text; markup in it has no meaning. */
                        comment?: string;
                    };
                };
            };
            /** @description Of a form: kept; the page at this address says so */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UnsubscribeController_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whom it is about, and a button */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UnsubscribeController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @enum {string} */
                    undo?: "1";
                };
                "multipart/form-data": {
                    /** @enum {string} */
                    undo?: "1";
                };
                "application/json": {
                    /** @enum {string} */
                    undo?: "1";
                };
            };
        };
        responses: {
            /** @description Whether the recipient is unsubscribed; a page for those who want no JSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        unsubscribed: boolean;
                    };
                };
            };
            /** @description Of the form of the page: done; the page at this address says so */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Payload Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PipelineController_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As of now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        mode: "direct" | "streaming";
                        /**
                         * Format: date-time
                         * @description The start of the minute after the last one in which campaigns were judged.
                         */
                        judged_until: string | null;
                        /** @description null in direct mode. What cannot be found out is null. */
                        streaming: {
                            brokers: {
                                reachable: boolean;
                                /** @description Why not. */
                                reason: string | null;
                            };
                            jobs: {
                                name: string;
                                /**
                                 * @description missing: Flink knows no such job. unknown: Flink does not answer.
                                 * @enum {string}
                                 */
                                state: "running" | "restarting" | "failed" | "missing" | "unknown";
                                /**
                                 * Format: date-time
                                 * @description When the job was started.
                                 */
                                since: string | null;
                                /** @description The last one that was completed. */
                                checkpoint: {
                                    /** Format: date-time */
                                    completed_at: string;
                                    duration_ms: number;
                                    state_bytes: number;
                                    /** @description How many have failed since the job was started. */
                                    failed_count: number;
                                } | null;
                            }[];
                            stages: {
                                /** @enum {string} */
                                name: "count-once" | "aggregate" | "anomalies" | "projector";
                                /** @description Records that it has still to read. */
                                lag: number | null;
                                /** @description As Flink has measured it. Always null for the projector, which is no job of Flink. */
                                records_per_second: number | null;
                            }[];
                            /**
                             * Format: date-time
                             * @description All that happened up to this time is taken to have arrived.
                             */
                            watermark: string | null;
                            /** @description Events that arrived too late to be counted, ever. Counted up to 10,000: 10,001 means that there are more. */
                            set_aside: number | null;
                        } | null;
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PipelineController_minutes: {
        parameters: {
            query?: {
                /** @description How many minutes, the one that is running included. */
                minutes?: number;
                /** @description How many campaigns: those with the most impressions in these minutes. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last minutes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from: string;
                        /**
                         * Format: date-time
                         * @description Exclusive: the end of the minute that is running.
                         */
                        to: string;
                        /** @description The one with the most impressions in these minutes first. */
                        campaigns: {
                            campaign_id: string;
                            /** @description null for one that is not registered. */
                            name: string | null;
                            /** @description Every minute, in order, also those without events. */
                            points: {
                                /** Format: date-time */
                                ts: string;
                                impressions: number;
                                clicks: number;
                                /** @description Clicks divided by impressions; null without impressions. */
                                ctr: number | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PipelineController_devices: {
        parameters: {
            query?: {
                /** @description How many minutes, the one that is running included. */
                minutes?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last minutes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        from: string;
                        /**
                         * Format: date-time
                         * @description Exclusive: the end of the minute that is running.
                         */
                        to: string;
                        /** @description The type with the most impressions in these minutes first. */
                        devices: {
                            device_type: string;
                            impressions: number;
                            clicks: number;
                            /** @description Clicks divided by impressions; null without impressions. */
                            ctr: number | null;
                            /** @description The mean of the minutes, each weighted by its clicks. */
                            mean_time_to_click_ms: number | null;
                            /** @description Every minute, in order, also those without events. */
                            points: {
                                /** Format: date-time */
                                ts: string;
                                impressions: number;
                                clicks: number;
                                /** @description Clicks divided by impressions; null without impressions. */
                                ctr: number | null;
                                /** @description How many different ones; events without a user_id count for nobody. */
                                users: number;
                                /** @description Of the clicks that name an impression of the thirty minutes before them; null without any. */
                                mean_time_to_click_ms: number | null;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PipelineController_anomalies: {
        parameters: {
            query?: {
                /** @description Only those of this campaign. */
                campaign_id?: string;
                /** @description Only those that last, and were judged within the last hour. */
                ongoing?: boolean;
                /** @description Those that last into this time, or begin after it. */
                from?: string;
                /** @description Those that begin before this time. */
                to?: string;
                limit?: number;
                /** @description The next_cursor of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            campaign_id: string;
                            /** @description null for one that is not registered. */
                            name: string | null;
                            /**
                             * @description As it is now; null for one that is not registered. A silence of a paused campaign is no surprise.
                             * @enum {string|null}
                             */
                            campaign_status: "active" | "paused" | null;
                            /**
                             * @description spike and drop: of the CTR. silence: no impressions where some are usual.
                             * @enum {string}
                             */
                            kind: "spike" | "drop" | "silence";
                            /**
                             * Format: date-time
                             * @description The start of its first minute.
                             */
                            since: string;
                            /**
                             * Format: date-time
                             * @description When it ended: at the first of three minutes in a row that were not beside what was expected by then. Null while it lasts.
                             */
                            until: string | null;
                            /**
                             * Format: date-time
                             * @description The start of the last minute that was judged for it: one that lasts, and has not been seen for some minutes, is not judged at the moment.
                             */
                            last_minute: string;
                            is_over: boolean;
                            /**
                             * @description How it ended. as_usual: the campaign was as before. new_usual: it stayed as it was, and that is what is expected of it by now. not_judged: it has too few impressions to be judged, or none. Null while it lasts.
                             * @enum {string|null}
                             */
                            ending: "as_usual" | "new_usual" | "not_judged" | null;
                            /** @description This, clicks, ctr, low and high are of the last minute that was not as usual. */
                            impressions: number;
                            clicks: number;
                            /** @description null without impressions. */
                            ctr: number | null;
                            /** @description When it began. */
                            expected_ctr: number;
                            /** @description The interval in which the true CTR of that minute lies; null without impressions. */
                            low: number | null;
                            high: number | null;
                            /** @description Per minute, when it began. */
                            expected_impressions: number;
                        }[];
                        /** @description Pass it as cursor to get the next page; null on the last one. */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    HealthController_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
        };
    };
    HealthController_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before sending again. */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    HealthController_metricsText: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the text format of Prometheus */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
}
