"""Parts of screens. A message stands beside the widget that posts it; widgets know no screen and no app."""
