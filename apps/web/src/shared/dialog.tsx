import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './dialog.module.css';
import { useFocusGivenBack } from './focus.ts';

interface DialogProps {
  title: string;
  /** For what needs room beside each other; on a phone both fill the window. */
  size?: 'usual' | 'wide';
  /** Also for Escape and a click beside the dialog. */
  onClose: () => void;
  children: ReactNode;
}

/** Is open for as long as it is rendered. Takes the focus and gives it back. To be loaded lazily. */
export function Dialog({ title, size = 'usual', onClose, children }: DialogProps) {
  // Mantine does so only for dialogs that stay in the page while they are closed.
  useFocusGivenBack();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size === 'wide' ? 980 : 520}
      padding="lg"
      transitionProps={{ duration: 0 }}
      classNames={{ content: classes.content, header: classes.header, title: classes.title }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {children}
    </Modal>
  );
}
