"""What Pacecar's evaluators cost beside other ways to ask the same six questions."""
