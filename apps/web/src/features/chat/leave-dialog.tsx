import { Button } from '@mantine/core';
import { Dialog } from '../../shared/dialog.tsx';
import classes from './leave-dialog.module.css';

interface LeaveDialogProps {
  /** What becomes of the messages that wait. */
  consequence: string;
  onLeave: () => void;
  onClose: () => void;
}

export default function LeaveDialog({ consequence, onLeave, onClose }: LeaveDialogProps) {
  return (
    <Dialog title="Leave the chat?" onClose={onClose}>
      <p className={classes.text}>{consequence}</p>
      <div className={classes.foot}>
        <Button variant="default" onClick={onLeave}>
          Leave anyway
        </Button>
        <Button data-autofocus onClick={onClose}>
          Stay
        </Button>
      </div>
    </Dialog>
  );
}
