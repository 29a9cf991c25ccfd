"""Pages of uploads, articles and stories."""
