import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import classes from './theme-toggle.module.css';

/** `Auto` follows the system, also when the system changes in the evening. The choice is remembered in this browser. */
export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label="Theme"
      fullWidth
      withItemsBorders={false}
      classNames={{ root: classes.root, label: classes.label, indicator: classes.indicator }}
      value={colorScheme}
      onChange={setColorScheme}
      transitionDuration={0}
      data={[
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
        { value: 'auto', label: 'Auto' },
      ]}
    />
  );
}
