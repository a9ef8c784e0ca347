/**
 * A command for bash and zsh that reports one impression. The shell makes a new event_id each time the command is
 * pasted, so that each counts. The address is quoted because zsh would expand the brackets of an IPv6 one.
 */
export function curlCommand(origin: string, campaignId = 'camp_123'): string {
  return `curl -sS -w '\\n' -X POST '${origin}/events' \\
  -H 'content-type: application/json' \\
  -d '{
    "event_id": "'"$(date +%s)-$RANDOM"'",
    "type": "impression",
    "campaign_id": ${inSingleQuotes(JSON.stringify(campaignId))},
    "creative_id": "cr_456",
    "source": "web",
    "occurred_at": "'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'",
    "user_id": "u_999",
    "metadata": {"device_type": "mobile", "browser": "chrome", "cost": 0.01}
  }'`;
}

/** Ends the quotes, adds one that is escaped, and begins new ones: an id must not become a command. */
const inSingleQuotes = (text: string) => text.replaceAll("'", String.raw`'\''`);
