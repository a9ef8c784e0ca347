import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';
import classes from './toast-list.module.css';

/** Below dialogs, whose buttons it would cover on a phone. */
const Z_INDEX = 190;

export default function ToastList() {
  return (
    <Notifications
      position="bottom-right"
      containerWidth={400}
      limit={4}
      zIndex={Z_INDEX}
      // Where it is rendered: the shell knows how much room an open panel takes.
      withinPortal={false}
      classNames={{ root: classes.list, notification: classes.toast }}
    />
  );
}
