import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { phoneRegionsQuery } from '../api/get-phone-regions.ts';
import { rememberRegion } from './remembered-region.ts';

interface RegionSelectProps {
  value: string;
  onChange: (region: string) => void;
}

const names = new Intl.DisplayNames(undefined, { type: 'region' });

/** Where phone numbers without a country code belong; remembered in this browser. */
export function RegionSelect({ value, onChange }: RegionSelectProps) {
  const { data: regions = [value] } = useQuery(phoneRegionsQuery);
  const data = regions.map((region) => ({ value: region, label: `${names.of(region) ?? region} (${region})` })).toSorted((a, b) => a.label.localeCompare(b.label));
  return (
    <NativeSelect
      label="Numbers without + are from"
      value={value}
      data={data}
      onChange={({ currentTarget }) => {
        rememberRegion(currentTarget.value);
        onChange(currentTarget.value);
      }}
    />
  );
}
