import type { Scenario } from '../../libs/traffic/domain/simulation-settings.ts';

export interface DemoCampaign {
  id: string;
  name: string;
  timeZone: string;
  status: 'active' | 'paused';
  /** Deliveries per second now; the hours before had fewer. */
  rate: number;
  /** Clicks per impression. */
  ctr: number;
  scenario: Scenario;
  /** Spent today so far ÷ what even delivery would have spent by now. Decides the budget. */
  pace: number | 'exhausted';
}

/** One campaign for each state that pacing knows, with traffic of every kind, a paused one that is still reported. */
export const DEMO_CAMPAIGNS: readonly DemoCampaign[] = [
  { id: 'camp_autumn_sale', name: 'Autumn sale', timeZone: 'Europe/Berlin', status: 'active', rate: 1.5, ctr: 0.021, scenario: 'steady', pace: 1 },
  { id: 'camp_sneaker_drop', name: 'Sneaker drop', timeZone: 'America/New_York', status: 'active', rate: 4, ctr: 0.034, scenario: 'burst', pace: 1.5 },
  { id: 'camp_city_breaks', name: 'City breaks, early birds', timeZone: 'Europe/London', status: 'active', rate: 2.5, ctr: 0.016, scenario: 'day_curve', pace: 0.7 },
  { id: 'camp_meal_kits', name: 'Meal kits', timeZone: 'Europe/Paris', status: 'active', rate: 1, ctr: 0.027, scenario: 'duplicate_storm', pace: 'exhausted' },
  { id: 'camp_phone_plans', name: 'Student phone plans', timeZone: 'Asia/Singapore', status: 'active', rate: 0.8, ctr: 0.012, scenario: 'click_fraud', pace: 0.95 },
  { id: 'camp_garden_tools', name: 'Garden tools', timeZone: 'UTC', status: 'paused', rate: 0.25, ctr: 0.019, scenario: 'late_events', pace: 0.4 },
];

/** Reported by an ad client, registered by nobody. */
export const UNREGISTERED: Pick<DemoCampaign, 'id' | 'rate' | 'ctr' | 'scenario'> = { id: 'camp_partner_pilot', rate: 0.2, ctr: 0.04, scenario: 'steady' };
