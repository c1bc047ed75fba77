import ChartColumn from '@lucide/svelte/icons/chart-column';
import Copy from '@lucide/svelte/icons/copy';
import EyeOff from '@lucide/svelte/icons/eye-off';
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Info from '@lucide/svelte/icons/info';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Mic from '@lucide/svelte/icons/mic';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import PenLine from '@lucide/svelte/icons/pen-line';
import Paperclip from '@lucide/svelte/icons/paperclip';
import Plus from '@lucide/svelte/icons/plus';
import RotateCcw from '@lucide/svelte/icons/rotate-ccw';
import Search from '@lucide/svelte/icons/search';
import Settings from '@lucide/svelte/icons/settings';
import Crop from '@lucide/svelte/icons/square-dashed-mouse-pointer';
import Square from '@lucide/svelte/icons/square';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import ThumbsDown from '@lucide/svelte/icons/thumbs-down';
import ThumbsUp from '@lucide/svelte/icons/thumbs-up';
import UserRound from '@lucide/svelte/icons/user-round';
import type { Component } from 'svelte';
import type { ShortcutId } from '$lib/shell/shortcuts';

export const actionIcons: Record<ShortcutId, Component<{ size?: number | string }>> = {
  new: Plus,
  palette: Search,
  search: Search,
  compose: PenLine,
  attach: Paperclip,
  capture: Crop,
  speak: Mic,
  stop: Square,
  role1: UserRound,
  role2: UserRound,
  role3: UserRound,
  previous: ArrowUp,
  next: ArrowDown,
  sidebar: PanelLeft,
  why: Info,
  theme: SunMoon,
  settings: Settings,
  insights: ChartColumn,
  temporary: EyeOff,
  copyLast: Copy,
  regenerateLast: RotateCcw,
  rateUp: ThumbsUp,
  rateDown: ThumbsDown,
  shortcuts: Keyboard,
};
