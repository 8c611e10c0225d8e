"""The printed report: values first (`layout`), then one renderer per output."""
